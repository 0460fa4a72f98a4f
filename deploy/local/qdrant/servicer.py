"""Qdrant's services, on the catalogue."""

# pyright: reportUnknownArgumentType=false
# The stubs of qdrant_client cannot find one another: what one takes from another is Unknown.

from __future__ import annotations

from typing import TYPE_CHECKING

import qdrant_edge as edge
from qdrant_client import grpc as pb

from deploy.local.qdrant import queries, render
from deploy.local.qdrant.accept import check
from deploy.local.qdrant.convert import point_ids

if TYPE_CHECKING:
    from deploy.local.qdrant.catalogue import Catalogue
    from deploy.local.qdrant.operations import Write
    from deploy.local.qdrant.settings import Tuning
    from deploy.local.qdrant.translation import Context

_VERSION = "1.20.0"  # of the API spoken here, that of the pinned qdrant-client


class QdrantServicer(pb.QdrantServicer):
    """Says that it is there."""

    async def HealthCheck(
        self, request: pb.HealthCheckRequest, context: Context
    ) -> pb.HealthCheckReply:
        return pb.HealthCheckReply(title="qdrant - embedded endpoint", version=_VERSION)


class CollectionsServicer(pb.CollectionsServicer):
    """Collections, without aliases, shards and cluster."""

    def __init__(self, catalogue: Catalogue, tuning: Tuning) -> None:
        self._catalogue = catalogue
        self._tuning = tuning

    async def Create(
        self, request: pb.CreateCollection, context: Context
    ) -> pb.CollectionOperationResponse:
        check(request)
        await self._catalogue.create(request)
        return pb.CollectionOperationResponse(result=True)

    async def Update(
        self, request: pb.UpdateCollection, context: Context
    ) -> pb.CollectionOperationResponse:
        check(request)
        await self._catalogue.update(request)
        return pb.CollectionOperationResponse(result=True)

    async def Delete(
        self, request: pb.DeleteCollection, context: Context
    ) -> pb.CollectionOperationResponse:
        check(request)
        existed = await self._catalogue.drop(request.collection_name)
        return pb.CollectionOperationResponse(result=existed)

    async def CollectionExists(
        self, request: pb.CollectionExistsRequest, context: Context
    ) -> pb.CollectionExistsResponse:
        check(request)
        exists = request.collection_name in self._catalogue.names()
        return pb.CollectionExistsResponse(result=pb.CollectionExists(exists=exists))

    async def List(
        self, request: pb.ListCollectionsRequest, context: Context
    ) -> pb.ListCollectionsResponse:
        check(request)
        described = [pb.CollectionDescription(name=name) for name in self._catalogue.names()]
        return pb.ListCollectionsResponse(collections=described)

    async def Get(
        self, request: pb.GetCollectionInfoRequest, context: Context
    ) -> pb.GetCollectionInfoResponse:
        check(request)
        collection = self._catalogue.find(request.collection_name)
        shard = await self._catalogue.read(request.collection_name, edge.EdgeShard.info)
        config = collection.definition.info(self._tuning)
        info = render.collection_info(shard, config, optimising=collection.optimising)
        return pb.GetCollectionInfoResponse(result=info)


class PointsServicer(pb.PointsServicer):
    """Points: writes, reads by id, by filter and by likeness."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    async def _write(self, request: Write) -> pb.PointsOperationResponse:
        check(request)
        number = await self._catalogue.write(request)
        status = pb.UpdateStatus.Completed if request.wait else pb.UpdateStatus.Acknowledged
        return pb.PointsOperationResponse(
            result=pb.UpdateResult(operation_id=number, status=status)
        )

    async def Upsert(
        self, request: pb.UpsertPoints, context: Context
    ) -> pb.PointsOperationResponse:
        return await self._write(request)

    async def Delete(
        self, request: pb.DeletePoints, context: Context
    ) -> pb.PointsOperationResponse:
        return await self._write(request)

    async def UpdateVectors(
        self, request: pb.UpdatePointVectors, context: Context
    ) -> pb.PointsOperationResponse:
        return await self._write(request)

    async def SetPayload(
        self, request: pb.SetPayloadPoints, context: Context
    ) -> pb.PointsOperationResponse:
        return await self._write(request)

    async def DeletePayload(
        self, request: pb.DeletePayloadPoints, context: Context
    ) -> pb.PointsOperationResponse:
        return await self._write(request)

    async def ClearPayload(
        self, request: pb.ClearPayloadPoints, context: Context
    ) -> pb.PointsOperationResponse:
        return await self._write(request)

    async def CreateFieldIndex(
        self, request: pb.CreateFieldIndexCollection, context: Context
    ) -> pb.PointsOperationResponse:
        return await self._write(request)

    async def DeleteFieldIndex(
        self, request: pb.DeleteFieldIndexCollection, context: Context
    ) -> pb.PointsOperationResponse:
        return await self._write(request)

    async def Query(self, request: pb.QueryPoints, context: Context) -> pb.QueryResponse:
        check(request)

        def answer(shard: edge.EdgeShard) -> pb.QueryResponse:
            found = shard.query(queries.query(request))
            return pb.QueryResponse(result=map(render.scored, found))

        return await self._catalogue.read(request.collection_name, answer)

    async def QueryBatch(
        self, request: pb.QueryBatchPoints, context: Context
    ) -> pb.QueryBatchResponse:
        check(request)

        def answer(shard: edge.EdgeShard) -> pb.QueryBatchResponse:
            found = shard.query_batch(queries.batch(request))
            results = [pb.BatchResult(result=map(render.scored, each)) for each in found]
            return pb.QueryBatchResponse(result=results)

        return await self._catalogue.read(request.collection_name, answer)

    async def Get(self, request: pb.GetPoints, context: Context) -> pb.GetResponse:
        check(request)

        def answer(shard: edge.EdgeShard) -> pb.GetResponse:
            payload = queries.with_payload(request, absent=False)
            vectors = queries.with_vectors(request)
            found = shard.retrieve(point_ids(request.ids), payload, vectors)
            return pb.GetResponse(result=map(render.record, found))

        return await self._catalogue.read(request.collection_name, answer)

    async def Scroll(self, request: pb.ScrollPoints, context: Context) -> pb.ScrollResponse:
        check(request)

        def answer(shard: edge.EdgeShard) -> pb.ScrollResponse:
            found, following = shard.scroll(queries.scroll(request))
            after = None if following is None else render.point_id(following)
            return pb.ScrollResponse(next_page_offset=after, result=map(render.record, found))

        return await self._catalogue.read(request.collection_name, answer)

    async def Count(self, request: pb.CountPoints, context: Context) -> pb.CountResponse:
        check(request)

        def answer(shard: edge.EdgeShard) -> pb.CountResponse:
            count = shard.count(queries.count(request))
            return pb.CountResponse(result=pb.CountResult(count=count))

        return await self._catalogue.read(request.collection_name, answer)
