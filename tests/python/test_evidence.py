"""Seals and evidence packs from Python: written, verified, refused."""
import os
import tempfile
import unittest

import complaint

import support

# The private key of RFC 8410, 10.3.
KEY = """-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC
-----END PRIVATE KEY-----
"""


class Evidence(support.RegisterTest):
    def setUp(self):
        super().setUp()
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = os.path.join(folder.name, "pack")
        self.case = self.register.file(title="Kettle leaks")

    def test_a_pack_is_never_written_over_its_register(self):
        path = self.path + ".db"
        with complaint.open(path, create=True) as register:
            for name in (path, path + "-wal", path + "-search"):
                with self.assertRaises(complaint.ExistsError) as caught:
                    register.evidence(name)
                self.assertEqual(caught.exception.field, "path")
            register.verify()

    def test_a_pack_verifies_and_one_other_byte_is_refused(self):
        seal = self.register.seal()
        self.assertEqual((seal["number"], seal["cases"]), (1, 1))
        wrote = self.register.evidence(self.path, cases=[self.case.number])
        self.assertEqual((wrote["cases"], wrote["sealed_cases"]), (1, 1))
        seen = complaint.evidence_verify(self.path, seal=seal["digest"])
        self.assertEqual((seen["cases"], seen["seal"], seen["problem_count"]),
                         (1, 1, 0))
        with open(self.path, "rb") as file:
            data = bytearray(file.read())
        self.assertEqual(len(data), wrote["bytes"])
        data[len(data) // 2] ^= 1
        with open(self.path, "wb") as file:
            file.write(data)
        with self.assertRaises(complaint.CorruptError) as caught:
            complaint.evidence_verify(self.path)
        self.assertGreater(caught.exception.result["problem_count"], 0)

    def test_seals_and_packs_are_signed(self):
        seal = self.register.seal(KEY)
        seen = self.register.verify(threads=2, key=KEY, seal=seal["digest"],
                                    store=False)
        self.assertEqual((seen["seals"], seen["problem_count"]), (1, 0))
        self.register.evidence(self.path, key=KEY, personal=True)
        seen = complaint.evidence_verify(self.path, key=KEY)
        self.assertEqual(seen["seal_key"], seal["public_key"])
        self.assertEqual(seen["pack_key"], seal["public_key"])

    def test_a_seal_without_signature_is_no_signed_one(self):
        self.register.seal()
        with self.assertRaises(complaint.CorruptError) as caught:
            self.register.verify(key=KEY)
        self.assertGreater(caught.exception.result["problem_count"], 0)
        with self.assertRaises(complaint.CorruptError):
            self.register.verify(seal="0" * 64)

    def test_what_is_asked_wrongly_is_an_error(self):
        with self.assertRaises(complaint.InvalidError) as caught:
            self.register.seal("no key")
        self.assertEqual(caught.exception.field, "key")
        with self.assertRaises(complaint.NotFoundError):
            self.register.evidence(self.path, cases=["none"])
        self.assertFalse(os.path.exists(self.path))
        with self.assertRaises(complaint.NotFoundError):
            complaint.evidence_verify(self.path)
        with self.assertRaises(TypeError):
            self.register.verify(typo=1)


if __name__ == "__main__":
    unittest.main()
