rockspec_format = "3.0"
package = "complaint"
version = "dev-1"
source = {
  -- Built from a checkout: luarocks make bindings/lua/complaint-dev-1.rockspec
  url = "file://.",
}
description = {
  summary = "Complaint handling after ISO 10002, in process",
  detailed = [[
The Lua module of libcomplaint: file a complaint, move it through a procedure
under real deadlines, decide who is responsible, answer, learn from the
numbers. Needs cmake, swig and the library's dependencies (CONTRIBUTING.md).]],
  labels = { "database", "business" },
}
dependencies = { "lua >= 5.1, < 5.5" }
-- Of all that CMake would install, the module alone; the library is inside.
build = {
  type = "command",
  build_command = "cmake -S . -B build/rock -DCMAKE_BUILD_TYPE=Release"
    .. " -DCOMPLAINT_BINDINGS_STATIC=ON -DCOMPLAINT_CLI=OFF"
    .. " -DCOMPLAINT_PYTHON=OFF -DCOMPLAINT_TESTS=OFF"
    .. " -DLUA_INCDIR=$(LUA_INCDIR) -DCOMPLAINT_LUA_DIR=$(LUADIR)"
    .. " -DCOMPLAINT_LUA_CDIR=$(LIBDIR)"
    .. " && cmake --build build/rock --target complaint_lua",
  install_command = "cmake --install build/rock --component lua",
}
