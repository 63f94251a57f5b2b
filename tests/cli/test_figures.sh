#!/bin/sh
# What the program answers on real registers is what a script computes that
# shares nothing with the library (independent.py): working days of every row,
# the monthly figures, counts by category, unit, channel, state.
. "$COMPLAINT_SOURCE/tests/cli/common.sh"
needs_data zh_gov_messages_replied.csv
replied=$data/zh_gov_messages_replied.csv
holidays=$data/cn_holidays_2007_2026.csv
independent() {
    "$python" "$here/independent.py" "$@"
}

# Working days of all rows; the same by dates alone.
independent pairs "$replied" "$holidays" >"$folder/pairs"
independent spans "$replied" "$holidays" >"$folder/spans"
complaint calendar count cn <"$folder/pairs" >"$folder/counted"
[ "$(wc -l <"$folder/spans")" -gt 2000 ] || fail "too few rows to compare"
diff "$folder/spans" "$folder/counted" >"$out" || fail "calendar count differs"
sed 's/ [0-9:]*//g' "$folder/pairs" >"$folder/dates"
complaint calendar count cn <"$folder/dates" >"$folder/counted"
diff "$folder/spans" "$folder/counted" >"$out" || fail "by dates it differs"
independent dues "$replied" "$holidays" >"$folder/dues"
sed 's/,.*/,15/' "$folder/pairs" | complaint calendar add cn >"$folder/added"
diff "$folder/dues" "$folder/added" >"$out" || fail "calendar add differs"

# The monthly figures, with 24 months of history each.
expect 0 import "$folder/gov.db" "$replied" \
    --map "$maps/zh_gov_messages_replied.yaml" --json
json
[ "$(value 'it["imported"]')" = "$(wc -l <"$folder/spans")" ] ||
    fail "not every row was imported"
for month in 2011-04 2013-02 2015-10 2017-12 2018-02 2019-01 2019-06 2019-10 \
    2020-01; do
    expect 0 report "$folder/gov.db" --month "$month" --json
    json
    independent month "$replied" "$holidays" "$month" <"$out" 2>"$err" ||
        fail "the figures of $month"
done
expect 0 verify "$folder/gov.db"

# The cells as they were typed give the same register: unpadded dates, a
# spreadsheet's serial day, a date without a time.
cp "$maps/gov-messages.procedure.yaml" "$maps/open-codes.catalog.yaml" "$folder"
sed -e 's/留言时间$/留言时间_raw/' -e '/at: 答复时间/s/$/_raw/' \
    "$maps/zh_gov_messages_replied.yaml" >"$folder/raw.yaml"
expect 0 import "$folder/raw.db" "$replied" --map "$folder/raw.yaml" --json
[ "$(value 'it["rejected"]')" = 0 ] || fail "raw cells were rejected"
for month in 2018-02 2019-06 2020-01; do
    complaint report "$folder/raw.db" --month "$month" --json >"$out"
    independent month "$replied" "$holidays" "$month" <"$out" 2>"$err" ||
        fail "the figures of $month from raw cells"
done

# Registers of four other shapes: all counts of all months.
# shape FILE.csv MAP KIND
shape() {
    expect 0 import "$folder/$2.db" "$data/$1" --map "$maps/$2.yaml" --json
    [ "$(value 'it["rejected"]')" = 0 ] || fail "$1: rows rejected"
    expect 0 list "$folder/$2.db" --limit 0 --json
    json
    independent groups "$3" "$data/$1" <"$out" 2>"$err" || fail "$1: counts"
    independent months "$3" "$data/$1" >"$folder/months"
    while read -r month; do
        expect 0 report "$folder/$2.db" --month "$month" --json
        independent received "$3" "$data/$1" "$month" <"$out" 2>"$err" ||
            fail "$1: the figures of $month"
    done <"$folder/months"
}
shape en_cfpb_register_sample_2015_14col.csv en_cfpb_2015 cfpb
shape en_cfpb_register_sample_2016_18col.csv en_cfpb_2016 cfpb
shape en_maude_bone_cement_2017.csv en_maude maude
shape zh_car_defect_complaints.csv zh_car_defect_complaints car

# The sample in GBK, detected or told, is the same cases as those in UTF-8.
sample=$data/zh_car_defect_complaints.sample50.gbk.csv
expect 0 import "$folder/zh_car_defect_complaints.db" "$sample" \
    --map "$maps/zh_car_defect_complaints.yaml" --json
[ "$(value 'it["unchanged"], it["imported"]')" = "(50, 0)" ] ||
    fail "the sample in GBK holds other cases"
expect 0 import "$folder/gbk.db" "$sample" --encoding gbk \
    --map "$maps/zh_car_defect_complaints.yaml" --json
[ "$(value 'it["imported"]')" = 50 ] || fail "the sample told to be GBK"
columns='sorted((r["external_number"], r["title"], r["unit"], r["category"])
    for r in map(json.loads, open(sys.argv[1], encoding="utf-8")))'
for part in gbk zh_car_defect_complaints; do
    complaint list "$folder/$part.db" --limit 0 --json >"$out"
    "$python" -c "import json, sys
print(*$columns, sep='\n')" "$out" >"$folder/$part.rows"
done
[ "$(grep -cxFf "$folder/gbk.rows" "$folder/zh_car_defect_complaints.rows")" \
    = 50 ] || fail "texts from GBK differ"
echo "figures: $checks commands agree with an independent computation"
