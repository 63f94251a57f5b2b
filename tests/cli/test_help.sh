#!/bin/sh
# --help of every command in both languages, what wrong words give, and the
# reference page that must tell the same.
. "$COMPLAINT_SOURCE/tests/cli/common.sh"
commands="init install import file list search show next perform put amend assign answer
    tasks letter task move attribute extend refer attach detach pause resume due what-if tick report verify seal evidence
    set erase retention export-person
    backup migrate compact rebuild simulate calendar
    procedure compute"

expect 0 --help
for command in $commands; do
    grep -q "^  $command " "$out" || fail "--help does not list $command"
done
[ "$(grep -c '^  [a-z]' "$out")" -eq "$(echo "$commands" | wc -w)" ] ||
    fail "--help lists other commands than are tested here"
prints "Exit codes: 0 done; 1 failed"
expect 0 --help --language zh-CN
prints "退出码：0 完成"
expect 0 --version
prints "complaint 0."

for command in $commands; do
    expect 0 "$command" --help
    prints "Usage: complaint $command "
    prints "Exit codes:"
    prints "--language X"
    if LC_ALL=C grep -q '[^ -~]' "$out"; then fail "$command: Chinese in English"; fi
    cp "$out" "$folder/$command.en"
    expect 0 "$command" --help --language zh-CN
    prints "用法： complaint $command "
    prints "退出码："
    # The same options, described in Chinese.
    grep -o '^  --[a-z-]*' "$out" >"$folder/zh"
    grep -o '^  --[a-z-]*' "$folder/$command.en" | diff - "$folder/zh" ||
        fail "$command: the two helps differ"
    if grep '^  --' "$out" | LC_ALL=C grep -qv '[^ -~]'; then
        fail "$command: an option without Chinese"
    fi
    # The environment chooses the language too.
    LC_ALL=zh_CN.UTF-8 complaint "$command" --help | cmp -s - "$out" ||
        fail "$command: LC_ALL does not choose the language"

    # Every command is in the reference, with each of its own options.
    for page in cli.md cli.zh-CN.md; do
        page=$COMPLAINT_SOURCE/docs/reference/$page
        grep -q "complaint $command" "$page" ||
            fail "$page does not know $command"
        grep -o '^  --[a-z-]*' "$folder/$command.en" | while read -r option; do
            grep -q -e "$option" "$page" || fail "$page: no $option of $command"
        done
    done

    # Wrong words.
    expect 2 "$command"
    says "complaint $command --help"
    expect 2 "$command" a b c d e f g h i j k l m n o p q r
    says "too many"
    expect 2 "$command" --nonsense
    says "unknown option: --nonsense"
    expect 2 "$command" --actor
    says "needs a value"
    expect 2 "$command" --help=1
    says "takes no value"
done

expect 2
says "a command is missing"
expect 2 nonsense
says "unknown command: nonsense"
expect 2 imprt
says "import"
expect 2 list r.db --orde due
says "--order"
expect 2 nonsense --language zh-CN
says "未知命令"
expect 1 list "$folder/none.db" --language zh-CN
says "文件"
expect 2 list "$folder/none.db" --language xx
echo "help: $checks commands"
