import DICOMWebEncoding
import Hummingbird
import NIOCore
import Platform
import WebServing
import WorkListDatabase

extension RetrieveService {
    /// The data sets of a study, series or instance without their bulk data.
    ///
    /// An object that cannot be read spoils its own answer only: that of its series and study goes without it, and says so. A
    /// long answer is made as it is sent, so that a piece of it is in memory at a time.
    func metadata(_ instances: [StoredInstance], _ asked: Asked) throws -> Response {
        let form = try asked.accepted.choose(from: Representation.dataSets)
        var writing = MetadataWriting(form, asked.base)
        var rest = instances[...]
        if asked.texts["instance"] != nil, let instance = rest.popFirst() { try writing.add(instance) }
        writing.add(&rest, upTo: memory.ofOneAnswer)
        guard rest.isEmpty else { return try streamed(writing, rest, from: asked.base) }
        writing.end()
        var response = Response.bytes(writing.bytes, writing.contentType)
        response.warn(writing.notes.prefix(Self.noteLimit), from: asked.base)
        try response.count(in: memory)
        return response
    }

    /// Warnings of one answer.
    private static let noteLimit = 8
    /// Bytes that are made at once after the first have been sent.
    private static let pieceSize = 256 << 10

    /// Sends what has been written, and then the rest piece by piece. What is met meanwhile can no longer be a warning in the
    /// head of the answer, so that it follows in the trailer.
    private func streamed(
        _ begun: MetadataWriting, _ left: ArraySlice<StoredInstance>, from base: String
    ) throws -> Response {
        let body = ResponseBody { writer in
            var (writing, rest) = (begun, left)
            try await writer.write(ByteBuffer(bytes: writing.take()))
            while !rest.isEmpty {
                (writing, rest) = try await OwnedThread.run(name: "web-metadata") { [writing, rest] in
                    var (written, further) = (writing, rest)
                    written.add(&further, upTo: Self.pieceSize)
                    return (written, further)
                }
                try await writer.write(ByteBuffer(bytes: writing.take()))
            }
            writing.end()
            try await writer.write(ByteBuffer(bytes: writing.take()))
            let late = writing.notes.filter { !begun.notes.contains($0) }.prefix(Self.noteLimit)
            try await writer.finish(late.isEmpty ? nil : Response.warnings(late, from: base))
        }
        var response = Response(status: .ok, headers: [.contentType: begun.contentType], body: body)
        let later = "a long answer: instances that cannot be read are left out, and named in the trailer"
        response.warn(begun.notes.prefix(Self.noteLimit) + [later], from: base)
        try response.count(begun.bytes.count, in: memory)
        return response
    }
}
