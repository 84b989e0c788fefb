"""Signed tokens as meeting servers want them: JSON Web Tokens (RFC 7519) in compact form."""

from __future__ import annotations

import hmac
import json
from base64 import urlsafe_b64encode
from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_private_key


def by_secret(claims: Mapping[str, Any], secret: str) -> str:
    """Signed with HS256: who checks it has the same secret."""
    return _token(
        {"alg": "HS256", "typ": "JWT"},
        claims,
        lambda text: hmac.new(secret.encode(), text, sha256).digest(),
    )


def by_key(claims: Mapping[str, Any], pem: str) -> str:
    """Signed with RS256 by a private key in PEM. Raises ValueError for a key that is none."""
    try:
        key = load_pem_private_key(pem.encode(), password=None)
    except TypeError as error:  # the key wants a password
        raise ValueError("a private key without a password is needed") from error
    if not isinstance(key, RSAPrivateKey):
        raise ValueError("an RSA private key is needed")
    return _token(
        {"alg": "RS256", "typ": "JWT"}, claims, lambda text: key.sign(text, PKCS1v15(), SHA256())
    )


def _token(
    header: Mapping[str, Any], claims: Mapping[str, Any], sign: Callable[[bytes], bytes]
) -> str:
    text = b".".join(
        _part(json.dumps(each, separators=(",", ":")).encode()) for each in (header, claims)
    )
    return b".".join((text, _part(sign(text)))).decode()


def _part(content: bytes) -> bytes:
    """Base64 for addresses, without padding (RFC 7515, 2)."""
    return urlsafe_b64encode(content).rstrip(b"=")
