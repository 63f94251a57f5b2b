"""Procedures by themselves: listed, verified, drawn, assessed, replied with,
and those that extend what is in a folder or in a register."""
import os
import unittest
import xml.dom.minidom

import complaint

import support

PLAIN = """kind: procedure
format: 1
name: plain
version: "1"
title: {en: Plain, zh-CN: 简单}
languages: [en, zh-CN]
start: open
intake:
  facts:
    - {name: title, type: text, title: {en: Title, zh-CN: 标题}}
    - {name: product, type: text, title: {en: Product, zh-CN: 产品}}
states:
  - name: open
    title: {en: Open, zh-CN: 待办}
    replies:
      - name: receipt
        title: {en: Receipt, zh-CN: 回执}
        text:
          en: "We have received {title} ({number})."
          zh-CN: "已收到{title}。"
  - {name: closed, title: {en: Closed, zh-CN: 办结}, final: true}
transitions:
  - {name: close, title: {en: Close, zh-CN: 办结}, from: [open], to: closed, marks: [closed]}
"""
CHILD = """kind: procedure
format: 1
name: child
version: "1"
extends: plain
title: {en: Child, zh-CN: 子}
"""


class Procedures(support.RegisterTest):
    def write(self, name, text):
        path = os.path.join(self.folder, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return path

    def test_bundled_ones_are_listed_and_open(self):
        names = complaint.Procedure.list()
        self.assertEqual(len(names), len(set(names)))
        self.assertGreaterEqual(len(names), 18)
        for name in names:
            self.assertEqual(complaint.Procedure(name).name, name)
            found = complaint.Procedure.verify(name)
            self.assertEqual(found["errors"], 0)

    def test_a_picture_is_drawn_in_a_language(self):
        bank = complaint.Procedure("bank")
        picture = bank.draw(language="zh-CN")
        xml.dom.minidom.parseString(picture)
        self.assertIn("银行", picture)
        self.assertTrue(bank.draw("mermaid").startswith("stateDiagram-v2"))
        with self.assertRaises(complaint.NotFoundError):
            bank.draw("gif")

    def test_findings_have_line_and_column(self):
        wrong = PLAIN.replace("to: closed", "to: closd")
        found = complaint.Procedure.verify("p.yaml", text=wrong)
        self.assertEqual(found["errors"], len(found["findings"]))
        one = found["findings"][0]
        self.assertEqual((one["file"], one["code"]),
                         ("p.yaml", "procedure.unknown_name"))
        self.assertEqual(wrong.splitlines()[one["line"] - 1].find("to: closd"),
                         one["column"] - 1)
        path = self.write("wrong.yaml", wrong)
        self.assertEqual(complaint.Procedure.verify(path)["errors"],
                         found["errors"])
        with self.assertRaises(complaint.NotFoundError):
            complaint.Procedure.verify(path + ".none.yaml")

    def test_codes_that_are_known_are_checked(self):
        text = PLAIN + ("routing:\n"
                        "  - {name: all, title: {en: A, zh-CN: A}, unit: shop}\n")
        verify = complaint.Procedure.verify
        self.assertEqual(verify(text=text)["errors"], 0)
        found = verify(text=text, known={"unit": ["store"]})
        self.assertEqual([one["code"] for one in found["findings"]
                          if one["severity"] == "error"], ["code_unknown"])

    def test_a_pack_tells_its_limits_and_where_they_stand(self):
        pack = complaint.Definition("pack/us-cfpb").pack()
        self.assertEqual(pack["name"], "us-cfpb")
        self.assertTrue(pack["clocks"])
        for clock in pack["clocks"]:
            self.assertTrue(clock["citation"], clock)
        with self.assertRaises(complaint.InvalidError):
            complaint.Definition("procedure/bank").pack()

    def test_a_complaint_is_assessed_and_answered(self):
        plain = complaint.Procedure(text=PLAIN)
        self.assertEqual(plain.assess(title="x"), {"missing": ["product"]})
        self.assertEqual(
            plain.reply("open", "receipt", {"title": "a", "number": "7"}),
            "We have received a (7).")
        with self.assertRaises(complaint.IncompleteError):
            plain.reply("open", "receipt", {"title": "a"})
        self.register.install(complaint.Definition(text=PLAIN))
        case = self.register.file(title="Kettle", procedure="plain")
        self.assertEqual(plain.reply("open", "receipt", case=case),
                         f"We have received Kettle ({case.number}).")
        self.assertEqual(
            plain.reply("open", "receipt", case=case, language="zh-CN"),
            "已收到Kettle。")

    def test_parents_are_found_beside_a_file_in_a_folder_and_installed(self):
        child = self.write("child.yaml", CHILD)
        with self.assertRaises(complaint.InvalidError):
            complaint.Procedure(child)
        self.register.install(complaint.Definition(text=PLAIN))
        installed = complaint.Procedure(child, register=self.register)
        self.write("plain.yaml", PLAIN)
        for other in (complaint.Procedure(child),
                      complaint.Procedure(text=CHILD, folder=self.folder)):
            self.assertEqual(other.digest, installed.digest)
        self.assertEqual(complaint.Procedure.verify(child)["errors"], 0)
        os.remove(os.path.join(self.folder, "plain.yaml"))
        self.register.install(child)
        self.assertEqual(complaint.Procedure("child", register=self.register)
                         .digest, installed.digest)
        self.assertEqual(complaint.Procedure.list(self.register),
                         ["child", "iso10002", "plain"])
        self.assertEqual(self.register.file(title="x", procedure="child").state,
                         "open")


if __name__ == "__main__":
    unittest.main()
