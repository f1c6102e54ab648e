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
            guard copies <= Self.copyLimit else { throw WebError.tooManyImages(limit: Self.copyLimit) }
            if asked.request.isHead, forms.isCopy(syntax) {
                // HEAD decodes nothing, but a later instance may still have to be refused.
                formOfCopy = form
                continue
            }
            let content = try forms.content(in: syntax)
            if content.copy != nil { uncompressedBytes += content.byteCount }
            guard uncompressedBytes <= Self.uncompressedLimit else {
                throw WebError.tooLarge("what was asked for, uncompressed,", limit: Self.uncompressedLimit)
            }
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

    /// Bytes of the uncompressed copies for one answer: those of fifty large films.
    private static let uncompressedLimit = 1 << 30
    /// Copies for one answer: each has a descriptor.
    private static let copyLimit = 200

    /// Frames of an instance.
    func frames(of instance: StoredInstance, _ asked: Asked) throws -> Response {
        let numbers = try frames(asked, of: nil)
        let forms = try InstanceForms(instance, decoding: decoding)
        var contents = try forms.frames(numbers)
        let isOne = contents.count == 1
        var form = try asked.accepted.choose(from: forms.frameRepresentations(isOne: isOne))
        if isEncapsulated(instance), form.transferSyntax == .explicitVRLittleEndian {
            guard !asked.request.isHead else { return .head(form) }
            if let uncompressed = try forms.uncompressedFrames(numbers) {
                contents = uncompressed
            } else {
                form = try asked.accepted.choose(
                    from: forms.frameRepresentations(isOne: isOne, areStored: true))
            }
        }
        if !form.isMultipart, let content = contents.first { return .content(content, form.contentType) }
        let parts = zip(numbers, contents).map { number, content in
            ObjectPart(
                contentType: form.contentType, location: "\(instance.uri(asked.base))/frames/\(number)",
                length: content.byteCount, content: content)
        }
        return .multipart(parts, type: form.mediaType)
    }

    private func isEncapsulated(_ instance: StoredInstance) -> Bool {
        TransferSyntax(uid: instance.transferSyntaxUID)?.isEncapsulated == true
    }
}
