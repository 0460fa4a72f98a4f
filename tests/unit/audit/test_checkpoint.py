"""Checkpoints: a real log's signature as the known answer, and everything malformed refused."""

from __future__ import annotations

from base64 import b64decode, b64encode

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from servicekit.errors import FieldInvalid
from services.audit import checkpoint
from services.audit.checkpoint import Checkpoint, CheckpointInvalid, Signer, VerifierKey

GO_KEY = VerifierKey.parse("sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8")
"""The key of Go's checksum database, whose signature is the example in C2SP tlog-checkpoint.

The example there has another origin and key name written over the real ones.
"""
GO_NOTE = (
    "go.sum database tree\n"
    "20852163\n"
    "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
    "\n"
    "\u2014 sum.golang.org Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9"
    "nTo+zyWE+xeMcTOAYQ8=\n"
)
SIGNER = Signer("ledger.example/acme", Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
WITNESS = Signer("witness.example", Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33))))
HEAD = Checkpoint("ledger.example/acme", 7, bytes(range(32)))
NOTE = checkpoint.sign(HEAD, SIGNER)


def signature_line(note: str) -> str:
    return note.rpartition("\n\n")[2]


def test_the_signature_of_a_real_log_verifies() -> None:
    head = checkpoint.verify(GO_NOTE, GO_KEY)
    assert (head.origin, head.size) == ("go.sum database tree", 20852163)
    assert b64encode(head.root) == b"CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I="
    assert head.text() == GO_NOTE.partition("\n\n")[0] + "\n"


def test_the_key_of_a_real_log_is_written_as_it_was_read() -> None:
    assert str(GO_KEY) == "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8"
    assert GO_KEY.key_id().hex() == "033de0ae"


def test_a_key_of_the_specification_is_written_as_it_was_read() -> None:
    text = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
    assert str(VerifierKey.parse(text)) == text


def test_what_was_signed_is_what_verifies() -> None:
    assert checkpoint.verify(NOTE, SIGNER.verifier_key()) == HEAD
    assert VerifierKey.parse(str(SIGNER.verifier_key())) == SIGNER.verifier_key()
    assert checkpoint.sign(HEAD, SIGNER) == NOTE


def test_a_flipped_bit_anywhere_is_refused() -> None:
    key, raw = SIGNER.verifier_key(), NOTE.encode()
    for place in range(len(raw)):
        for bit in range(7):
            changed = bytearray(raw)
            changed[place] ^= 1 << bit
            with pytest.raises(CheckpointInvalid):
                checkpoint.verify(changed.decode(errors="replace"), key)


def test_signatures_of_others_do_not_matter() -> None:
    cosigned = NOTE + signature_line(checkpoint.sign(HEAD, WITNESS))
    assert checkpoint.verify(cosigned, SIGNER.verifier_key()) == HEAD
    assert checkpoint.verify(cosigned, WITNESS.verifier_key()) == HEAD
    assert [each.name for each in checkpoint.parse(cosigned).signatures] == [
        SIGNER.name,
        WITNESS.name,
    ]


def test_a_note_by_another_key_is_refused() -> None:
    same_name = Signer(SIGNER.name, WITNESS.private)
    for key in (WITNESS.verifier_key(), same_name.verifier_key(), GO_KEY):
        with pytest.raises(CheckpointInvalid, match="not signed by this key"):
            checkpoint.verify(NOTE, key)


def test_one_false_signature_of_the_key_spoils_the_note() -> None:
    other = checkpoint.sign(Checkpoint(HEAD.origin, 8, HEAD.root), SIGNER)
    with pytest.raises(CheckpointInvalid, match="does not verify"):
        checkpoint.verify(NOTE + signature_line(other), SIGNER.verifier_key())


def test_sixteen_signatures_are_read_and_more_are_refused() -> None:
    line = signature_line(checkpoint.sign(HEAD, WITNESS))
    assert checkpoint.verify(NOTE + line * 15, SIGNER.verifier_key()) == HEAD
    with pytest.raises(CheckpointInvalid):
        checkpoint.verify(NOTE + line * 16, SIGNER.verifier_key())


def test_unused_bits_of_base64_must_be_zero() -> None:
    encoded = NOTE.split("\n")[2]
    altered = encoded[:-2] + chr(ord(encoded[-2]) + 1) + "="
    assert b64decode(altered) == b64decode(encoded)
    with pytest.raises(CheckpointInvalid, match="base64"):
        checkpoint.parse(NOTE.replace(encoded, altered))


def resigned(text: str) -> str:
    """Return any text under a signature that is good, as a dishonest log could."""
    signed = SIGNER.verifier_key().key_id() + SIGNER.private.sign(text.encode())
    return f"{text}\n\u2014 {SIGNER.name} {b64encode(signed).decode()}\n"


def test_the_test_signs_texts_as_the_module_does() -> None:
    assert resigned(HEAD.text()) == NOTE


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n7\n{root}\n",
        "origin\n\n{root}\n",
        "origin\n07\n{root}\n",
        "origin\n+7\n{root}\n",
        "origin\n7 \n{root}\n",
        "origin\n-1\n{root}\n",
        "origin\n\u0667\n{root}\n",
        "origin\n7\n{root}\nextension\n",
        "origin\n7\n{root}",
        "origin\r\n7\n{root}\n",
        "ori\x00gin\n7\n{root}\n",
        "origin\n7\nAAAA\n",
        "origin\n7\n\n",
        "origin\n7\n{root} \n",
        "origin\n99999999999999999999\n{root}\n",
    ],
)
def test_a_malformed_checkpoint_is_refused_though_it_is_signed(text: str) -> None:
    root = b64encode(HEAD.root).decode()
    with pytest.raises(CheckpointInvalid):
        checkpoint.verify(resigned(text.format(root=root)), SIGNER.verifier_key())


@pytest.mark.parametrize(
    "line",
    [
        "",
        "\n",
        "- ledger.example/acme {signature}\n",
        "\u2014 {signature}\n",
        "\u2014  {signature}\n",
        "\u2014 ledger+example {signature}\n",
        "\u2014 ledger\u00a0example {signature}\n",
        "\u2014 ledger.example/acme {signature}",
        "\u2014 ledger.example/acme {signature} \n",
        "\u2014 ledger.example/acme {signature}\n\n",
        "\u2014 ledger.example/acme AAAAAA==\n",
        "\u2014 ledger.example/acme !\n",
    ],
)
def test_a_malformed_signature_line_is_refused(line: str) -> None:
    signature = NOTE.rstrip("\n").rpartition(" ")[2]
    with pytest.raises(CheckpointInvalid):
        checkpoint.parse(f"{HEAD.text()}\n{line.format(signature=signature)}")


def test_a_flipped_bit_in_a_verifier_key_is_refused() -> None:
    raw = str(GO_KEY).encode()
    for place in range(len(raw)):
        for bit in range(7):
            changed = bytearray(raw)
            changed[place] ^= 1 << bit
            with pytest.raises(FieldInvalid):
                VerifierKey.parse(changed.decode())


@pytest.mark.parametrize(
    "text",
    [
        "",
        "sum.golang.org",
        "sum.golang.org+033de0ae",
        "sum.golang.org+033DE0AE+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8",
        "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8 ",
        "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==",
    ],
)
def test_a_malformed_verifier_key_is_refused(text: str) -> None:
    with pytest.raises(FieldInvalid):
        VerifierKey.parse(text)


@pytest.mark.parametrize(("name", "size"), [("", 32), ("a b", 32), ("a+b", 32), ("a", 31)])
def test_a_key_without_a_fit_name_or_length_cannot_exist(name: str, size: int) -> None:
    with pytest.raises(FieldInvalid):
        VerifierKey(name, bytes(size))


@pytest.mark.parametrize(
    ("origin", "size", "root"),
    [("", 1, bytes(32)), ("a\nb", 1, bytes(32)), ("a", -1, bytes(32)), ("a", 1, bytes(31))],
)
def test_a_checkpoint_that_could_not_be_read_back_cannot_exist(
    origin: str, size: int, root: bytes
) -> None:
    with pytest.raises(CheckpointInvalid):
        Checkpoint(origin, size, root)
