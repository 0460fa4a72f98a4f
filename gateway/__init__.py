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

What callers should know, as Envoy 1.40 does it:
- A deadline over REST is the header `grpc-timeout`: "2S" is two seconds, "500m" half a one.
- An error before the first message of a stream is JSON with its HTTP status. One after it
  ends the stream as if it were over: its status is a trailer, which HTTP/1.1 and browsers
  do not show. So the last message of each stream has to say that it is the last.
- Unknown query parameters are refused; unknown fields of a JSON body are ignored silently.
"""
