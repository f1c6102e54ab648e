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
    /// Bytes of the body that are taken at once.
    private static let pieceSize = 1 << 20

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
        let failure = await take(body, by: store)
        let outcome = try await OwnedThread.run(name: "web-store") { store.settle() }
        // What is stored is on the trail by its rows, under the name of the token.
        for refusal in outcome.audited { audit.add(.storeRefused(by: asked.caller, refusal)) }
        // If parts of a broken body are stored, the answer names them.
        if let failure, outcome.response.storedCount == 0 { throw failure }
        return response(outcome, form, failure, base: asked.base)
    }

    /// Takes the body to its end; returns why it ended before.
    private func take(_ body: RequestBody, by store: StoreRequest) async -> (any Error)? {
        do {
            var piece: [UInt8] = []
            for try await buffer in body {
                piece += buffer.readableBytesView
                guard piece.count >= Self.pieceSize else { continue }
                let bytes = piece
                piece = []
                try await OwnedThread.run(name: "web-store") { try store.take(bytes) }
            }
            let bytes = piece
            try await OwnedThread.run(name: "web-store") {
                try store.take(bytes)
                try store.finish()
            }
            return nil
        } catch {
            return error
        }
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
