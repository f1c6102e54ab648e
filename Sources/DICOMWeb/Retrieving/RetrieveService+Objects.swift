import DICOMCore
import DICOMWebEncoding
import Hummingbird
import WebServing
import WorkListDatabase

extension RetrieveService {
    /// The objects of a study or series, or one object.
    ///
    /// - Parameter ended: called when all of it has been written, or with why not.
    func objects(
        _ instances: [StoredInstance], _ asked: Asked, ended: @escaping Response.Ended
    ) throws -> Response {
        let isOne = asked.texts["instance"] != nil
        var parts: [ObjectPart] = []
        var (copies, uncompressedBytes) = (0, 0)
        var formOfCopy: Representation?
        for instance in instances {
            let forms = try InstanceForms(instance, decoding: decoding)
            // A study of which one object cannot be sent as asked is refused: part of it would look like all of it.
            let form = try asked.accepted.choose(from: forms.representations(isOne: isOne))
            let syntax = form.transferSyntax ?? .explicitVRLittleEndian
            // Copies stay until the answer has been sent.
            if forms.isCopy(syntax) { copies += 1 }
            try Self.check(copies, uncompressedBytes)
            if asked.request.isHead, forms.isCopy(syntax) {
                // HEAD decodes nothing, but a later instance may still have to be refused.
                formOfCopy = form
                continue
            }
            let content = try forms.content(in: syntax)
            if content.copy != nil { uncompressedBytes += content.byteCount }
            try Self.check(copies, uncompressedBytes)
            if !form.isMultipart { return .content(content, form.contentType, ended: ended) }
            parts.append(
                ObjectPart(
                    contentType: form.contentType, location: instance.uri(asked.base), length: content.byteCount,
                    content: content))
        }
        // The length of a copy is known only when all of it is decoded.
        if let formOfCopy { return .head(formOfCopy) }
        return .multipart(parts, type: "application/dicom", ended: ended)
    }

    /// Checks the copies for one answer, which stay until it has been sent.
    static func check(_ copies: Int, _ bytes: Int) throws(WebError) {
        guard copies <= copyLimit else { throw .tooManyImages(limit: copyLimit) }
        guard bytes <= uncompressedLimit else {
            throw .tooLarge("what was asked for, uncompressed,", limit: uncompressedLimit)
        }
    }

    /// Bytes of the uncompressed copies for one answer: those of fifty large films.
    private static let uncompressedLimit = 1 << 30
    /// Copies for one answer: each has a descriptor.
    private static let copyLimit = 200
}
