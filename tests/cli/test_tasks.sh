#!/bin/sh
# task and tasks, move, what-if, attach and detach through the shell: what they
# do, their help, and bad input that names what is wrong.
. "$COMPLAINT_SOURCE/tests/cli/common.sh"
r=$folder/register.db

# clock NAME: its status in the case's JSON.
clock() {
    expect 0 show "$r" "$number" --json
    value '[one["status"] for one in it["clocks"] if one["name"] == "'"$1"'"]'
}

for command in task tasks move what-if attach detach; do
    expect 0 "$command" --help
    prints "Usage: complaint $command "
    expect 2 "$command"
done

# ---- tasks of units, and the join that waits for them ----

expect 0 init "$r" --definition procedure/school --definition calendar/cn \
    --definition organisation/chain-store
expect 0 file "$r" --fact procedure=school --at 2024-03-04T09:00:00+08:00
number=$(cut -d' ' -f1 "$out")
expect 0 perform "$r" "$number" accept --fact description=d --fact location=l \
    --fact demand=x --fact occurred_at=2024-03-01T08:00:00+08:00 \
    --fact identified:=true --at 2024-03-04T10:00:00+08:00
expect 0 perform "$r" "$number" call_meeting --fact category=service \
    --fact 'departments:=["service","quality"]' --at 2024-03-04T11:00:00+08:00
expect 0 tasks "$r" "$number"
prints "department_view:service"
prints "department_view:quality"
expect 0 tasks "$r" "$number" --json
json
expect 1 perform "$r" "$number" dispatch_jointly --fact unit=service \
    --fact meeting_record=m
says "wait"
expect 1 task "$r" "$number" department_view:sports done --fact view=v
says "department_view:sports"
expect 1 task "$r" "$number" department_view:service finished --fact view=v
says "decline or reopen"
expect 1 task "$r" "$number" department_view:service done
says "view"
expect 1 task "$r" "$number" department_view:service decline
says "reason"
expect 2 task "$r" "$number" department_view:service
expect 0 task "$r" "$number" department_view:service done --fact view=ours \
    --at 2024-03-05T09:00:00+08:00
expect 0 task "$r" "$number" department_view:quality decline \
    --fact reason="not concerned" --at 2024-03-05T10:00:00+08:00
expect 0 task "$r" "$number" department_view:service reopen \
    --fact reason="say more" --at 2024-03-05T11:00:00+08:00
expect 0 tasks "$r" "$number" --json
[ "$(grep -c '"state":"open"' "$out")" = 1 ] || fail "one task is open again"
expect 0 due "$r" --unit service --json
grep -q department_view:service "$out" || fail "due --unit has no task"

# ---- packs on and off ----

expect 1 attach "$r" "$number" mars --reason r
says "mars"
expect 1 attach "$r" "$number" us-cfpb
says "reason"
expect 0 attach "$r" "$number" us-cfpb --reason "came by the portal"
[ "$(clock cfpb-60)" != "[]" ] || fail "attach puts no clock on"
expect 1 attach "$r" "$number" us-cfpb --reason again
says "us-cfpb"
expect 1 detach "$r" "$number" us-cfpb --reason r
says "authority"
expect 1 detach "$r" "$number" us-cfpb --authority a
says "reason"
expect 1 detach "$r" "$number" eu-mdr --reason r --authority a
says "eu-mdr"
expect 2 detach "$r" "$number"

# ---- another version: move, and what if ----

sed -e 's/^version: .*/version: "next"/' \
    "$COMPLAINT_SOURCE/libcomplaint/data/procedure/school.yaml" \
    >"$folder/school.yaml"
before=$(contents "$r")
expect 0 what-if "$r" --procedure "$folder/school.yaml" --json
json
[ "$(value 'it["cases"], it["changed"]')" = "(1, 0)" ] || fail "what-if counts"
[ "$(value '[one["cases"] for one in it["clocks"] if one["clock"] == "cfpb-60"]')" = "[1]" ] ||
    fail "what-if leaves the pack's clocks out"
expect 0 what-if "$r" --procedure "$folder/school.yaml"
[ "$(contents "$r")" = "$before" ] || fail "what-if writes"
expect 1 what-if "$r" --procedure no-such-procedure
says "no-such-procedure"
expect 1 what-if "$r" --calendar no-such-calendar
says "no-such-calendar"

expect 0 install "$r" "$folder/school.yaml"
before=$(contents "$r")
expect 0 move "$r" "$number" --dry-run --json
json
[ "$(contents "$r")" = "$before" ] || fail "a dry run writes"
expect 1 move "$r" "$number"
says "reason"
expect 1 move "$r" "$number" --procedure none --reason r
says "none"
expect 1 move "$r" "$number" --clocks slower --reason r
says "continue"
expect 1 move "$r" "$number" --state no-such-state --reason r
says "no-such-state"
expect 0 move "$r" "$number" --reason "new rules"
[ "$(clock cfpb-60)" != "[]" ] || fail "the move loses the pack"
expect 1 move "$r" "$number" --reason again
says "already"

expect 0 detach "$r" "$number" us-cfpb --reason "not a bank" \
    --authority "decision 7"
case $(clock cfpb-60) in
*missed* | *withdrawn*) ;;
*) fail "detach leaves the clock running" ;;
esac
expect 1 perform "$r" "$number" cfpb-progress
says "us-cfpb"
expect 0 verify "$r"
echo "$checks commands"
