"""Builds the package by CMake, from a checkout of the whole library.

The module has the library inside; what the library needs (SQLite, libcyaml,
libyaml, libcrypto, utf8proc) is the system's, with cmake and swig.
"""
import os
import pathlib
import re
import subprocess
import sys

from setuptools import Extension, setup
from setuptools.command.build_ext import build_ext

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent


def version():
    header = ROOT / "include" / "complaint" / "export.h"
    if not header.exists():
        sys.exit("setup.py: build from a checkout of the whole library")
    return re.search(r'VERSION_STRING "(.*)"', header.read_text()).group(1)


class BuildByCMake(build_ext):
    def build_extension(self, ext):
        place = pathlib.Path(self.get_ext_fullpath(ext.name)).resolve()
        prefix = place.parent.parent  # above the package
        build = pathlib.Path(self.build_temp).resolve() / "cmake"
        options = {
            "CMAKE_BUILD_TYPE": "Release", "COMPLAINT_BINDINGS_STATIC": "ON",
            "COMPLAINT_CLI": "OFF", "COMPLAINT_LUA": "OFF",
            "COMPLAINT_TESTS": "OFF", "COMPLAINT_PYTHON_DIR": ".",
            "Python3_EXECUTABLE": sys.executable,
        }
        subprocess.run(
            ["cmake", "-S", ROOT, "-B", build,
             *(f"-D{name}={value}" for name, value in options.items()),
             *os.environ.get("CMAKE_ARGS", "").split()], check=True)
        subprocess.run(["cmake", "--build", build, "--parallel",
                        "--target", "complaint_python"], check=True)
        subprocess.run(["cmake", "--install", build, "--component", "python",
                        "--prefix", prefix], check=True)


setup(version=version(), cmdclass={"build_ext": BuildByCMake},
      ext_modules=[Extension("complaint._complaint", sources=[])])
