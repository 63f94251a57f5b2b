#!/bin/sh
# One complaint by hand, from filing to closing, by the procedure iso10002:
#     one-complaint.sh REGISTER      (the program "complaint" on the PATH)
# The times are given, so that clocks show a history; without --at it is now.
set -eu
register=$1

# File it; the number is the first word printed.
filed=$(complaint file "$register" --at 2026-09-24T09:30:00+08:00 \
    --actor clerk-1 --unit store-03 \
    --fact title="电水壶漏水 Kettle leaks" --fact channel=counter \
    --fact description="买来三天，烧水时壶底漏水。" \
    --fact category=product.quality --fact unit=store-03 \
    --fact product=kettle-1 --fact batch=2026-08-B --fact demand=replacement \
    --fact parties:='[{"role":"complainant","name":"顾客","phone":"12345"}]')
number=${filed%% *}
echo "filed as $number"

complaint next "$register" "$number"
at() { # at TIME COMMAND...: what happened then, quietly
    when=$1
    command=$2
    shift 2
    complaint "$command" "$register" "$number" "$@" --at "$when" >/dev/null
}

at 2026-09-24T09:40:00+08:00 perform acknowledge --actor clerk-1
# A hand-over binds when the receiver accepts it.
at 2026-09-24T10:00:00+08:00 assign clerk-2 --to-unit quality --actor clerk-1
at 2026-09-24T11:00:00+08:00 answer --actor clerk-2
at 2026-09-25T09:00:00+08:00 perform assess --actor clerk-2 \
    --fact severity=serious --fact safety:=true
at 2026-09-28T15:00:00+08:00 put evidence --actor clerk-2 \
    --fact name="photo of the seal" --fact kind=photo
at 2026-10-09T16:00:00+08:00 perform investigate --actor clerk-2 \
    --fact findings="The seal of the batch is too short." \
    --fact cause=material.quality
at 2026-10-09T17:00:00+08:00 attribute --actor clerk-2 \
    --share supplier:supplier-appliance=8000,primary,material.quality \
    --share unit:quality=2000,secondary,measurement.inspection \
    --decided-by manager-1 --authority "complaint procedure, section 6"
at 2026-10-12T10:00:00+08:00 perform respond --actor clerk-2 \
    --fact communication:='{"kind":"reply","text":"为您更换新品并致歉。"}' \
    --fact remedy:='{"kind":"replacement","state":"offered"}'
at 2026-10-12T10:30:00+08:00 perform communicate --actor clerk-2
at 2026-10-13T14:00:00+08:00 perform close --actor clerk-2 \
    --fact outcome=upheld
complaint show "$register" "$number"
