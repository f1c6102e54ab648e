import Auditing
import DICOMCore
import DICOMWebEncoding
import Hummingbird
import Intake
import NIOCore
import OperatorErrors
import Platform
import WebServing

/// STOW-RS (PS3.18 10.5): instances that a web client stores.
struct StoreService: Sendable {
    private let intake: InstanceIntake
    private let reservedBytes: Int
    private let audit: AuditInbox
    /// Bytes of the body that are taken at once. Smaller than what goes back to the system when it is freed
    /// (`FreedMemory.returnedBytes`), because a new page for each four kilobytes costs more than what is done with them.
    private static let pieceSize = 512 << 10
    /// Most bytes that arrive at a time (`ServerBootstrap` reads up to 64 KiB).
    private static let mostRead = 64 << 10

    /// - Parameter reservedBytes: free space below which nothing is stored.
    init(intake: InstanceIntake, reservedBytes: Int, audit: AuditInbox) {
        self.audit = audit
        self.intake = intake
        self.reservedBytes = reservedBytes
    }

    private static let forms = [
        Representation("application/dicom+json"), Representation("application/json"),
        Representation("application/dicom+xml"),
    ]

    /// Stores the instances of a body, into the study of the path if it has one. The token's name stands for the calling AE title.
    func answer(_ asked: Asked, _ body: RequestBody) async throws -> Response {
        let form = try asked.accepted.choose(from: Self.forms)
        let headers = asked.request.headers
        if let encoding = headers[.contentEncoding], encoding.lowercased() != "identity" {
            throw WebError.encodedBody(encoding)
        }
        guard let caller = AETitle(asked.caller.name) else { throw WebError.scope("store") }
        let store = StoreRequest(
            intake: intake, reservedBytes: reservedBytes, caller: caller, study: asked.texts["study"],
            boundary: try MultipartType(headers[.contentType]).boundary)
        let (rest, broken) = await take(body, by: store)
        let (failure, outcome) = try await OwnedThread.run(name: "web-store") {
            var failure = broken
            if failure == nil {
                do {
                    try store.take(rest)
                    try store.finish()
                } catch { failure = error }
            }
            return (failure, store.settle())
        }
        // What is stored is on the trail by its rows, under the name of the token.
        for refusal in outcome.audited { audit.add(.storeRefused(by: asked.caller, refusal)) }
        // If parts of a broken body are stored, the answer names them.
        if let failure, outcome.response.storedCount == 0 { throw failure }
        return response(outcome, form, failure, base: asked.base)
    }

    /// Takes the body but for its last piece; returns this, and why it ended before. Each piece is taken while the next one arrives.
    @concurrent
    private func take(_ body: RequestBody, by store: StoreRequest) async -> (rest: [UInt8], failure: (any Error)?) {
        var iterator = body.makeAsyncIterator()
        do {
            var (piece, isLast) = try await Self.piece(of: &iterator)
            while !isLast {
                let bytes = piece
                async let taken: Void = OwnedThread.run(name: "web-store") { try store.take(bytes) }
                do { (piece, isLast) = try await Self.piece(of: &iterator) } catch {
                    // What is wrong with the bytes that came says more than that they broke off.
                    try await taken
                    throw error
                }
                try await taken
            }
            return (piece, nil)
        } catch {
            return ([], error)
        }
    }

    /// The next bytes of a body, and whether they are its last.
    @concurrent
    private static func piece(
        of iterator: inout RequestBody.AsyncIterator
    ) async throws -> (bytes: [UInt8], isLast: Bool) {
        var bytes: [UInt8] = []
        while bytes.count < pieceSize {
            guard let buffer = try await iterator.next() else { return (bytes, true) }
            if bytes.isEmpty { bytes.reserveCapacity(pieceSize + mostRead) }
            bytes += buffer.readableBytesView
        }
        return (bytes, false)
    }

    private func response(
        _ outcome: StoreRequest.Outcome, _ form: Representation, _ failure: (any Error)?, base: String
    ) -> Response {
        let elements = outcome.response.elements(studies: "\(base)/studies")
        let failure = failure?.asOperatorError
        let status = failure.map(ErrorAnswer.status) ?? HTTPResponse.Status(code: outcome.response.httpStatus)
        var response = Response.bytes(form.encode(elements), form.mediaType, status: status)
        let reasons = outcome.refusals + (failure.map { [$0.description] } ?? [])
        response.warn(reasons, from: base)
        return response
    }
}
