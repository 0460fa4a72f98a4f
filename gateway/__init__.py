"""The gateway: Envoy's configuration, generated from the contract.

One port for REST with JSON, server-sent events, gRPC and gRPC-Web. Everything is derived
from the descriptors of the stubs: a method is public if it has a `google.api.http` rule
and goes to the service of its package, `candor.<service>.v1`. Nothing else has a route.

Invariants, each with a test against a real Envoy:
- No call passes without a token that one issuer signed, but health and CORS preflights.
- What the gateway refuses has the same shape as what a service refuses, over REST and
  over gRPC: a google.rpc.Status with an ErrorInfo.
- Nothing that a caller sends can name them to a service, but their token.
- No query string reaches a log line or a span: it may carry personal data.
"""
