import DICOMCore
import DICOMWebEncoding
import Hummingbird
import WebServing
import WorkListDatabase

extension RetrieveService {
    /// The frames of an instance that the path names.
    func frames(of instance: StoredInstance, _ asked: Asked) throws -> Response {
        try frames(try frames(asked, of: nil), of: instance, InstanceForms(instance, decoding: decoding), asked)
    }

    /// Frames of an instance: one by itself or as a part, several as parts. They go as they are stored, as samples or in
    /// JPEG-LS, whichever the client accepts.
    ///
    /// - Parameter numbers: of the frames; nil for all.
    func frames(
        _ numbers: [Int]?, of instance: StoredInstance, _ forms: InstanceForms, _ asked: Asked
    ) throws -> Response {
        let stored = try forms.frames(numbers)
        let numbers = numbers ?? Array(1...stored.count)
        let (form, contents) = try chosen(numbers, stored, forms, asked, isOne: stored.count == 1, areCoded: true)
        guard let contents else { return .head(form) }
        var response: Response
        if !form.isMultipart, let content = contents.first {
            let tag = entityTag(instance, "frames/\(numbers[0])/\(form.transferSyntax?.uid.description ?? "")")
            response = try ranged(content, form.contentType, tag, asked)
        } else {
            response = .multipart(parts(of: instance, numbers, contents, form, asked), type: form.mediaType)
        }
        try response.count(contents.reduce(0) { $0 + $1.heldBytes }, in: memory)
        return response
    }

    /// All frames of an instance that is stored compressed, as parts of an answer; nil for a HEAD request that would have to
    /// decode them.
    func pixelParts(of instance: StoredInstance, _ forms: InstanceForms, _ asked: Asked) throws -> [ObjectPart]? {
        let stored = try forms.frames(nil)
        let numbers = Array(1...stored.count)
        let (form, contents) = try chosen(numbers, stored, forms, asked, isOne: false)
        return contents.map { parts(of: instance, numbers, $0, form, asked) }
    }

    /// The form of frames that the client accepts, and the frames in it; no frames for a HEAD request that would have to decode or
    /// code them.
    ///
    /// - Parameter areCoded: whether they may be coded in JPEG-LS.
    private func chosen(
        _ numbers: [Int], _ stored: [FileContent], _ forms: InstanceForms, _ asked: Asked, isOne: Bool,
        areCoded: Bool = false
    ) throws -> (form: Representation, contents: [FileContent]?) {
        let isRange = asked.request.headers[.range] != nil
        let form = try asked.accepted.choose(
            from: forms.frameRepresentations(isOne: isOne, areCoded: areCoded, isRange: isRange))
        if forms.areCoded(form.transferSyntax) {
            if asked.request.isHead { return (form, nil) }
            if let coded = try forms.jpegLSFrames(numbers, by: renderer) { return (form, coded) }
            return try chosen(numbers, stored, forms, asked, isOne: isOne)
        }
        guard forms.isEncapsulated, form.transferSyntax == .explicitVRLittleEndian else { return (form, stored) }
        if asked.request.isHead { return (form, nil) }
        if let samples = try forms.uncompressedFrames(numbers) { return (form, samples) }
        return (
            try asked.accepted.choose(
                from: forms.frameRepresentations(isOne: isOne, areStored: true, isRange: isRange)), stored
        )
    }

    private func parts(
        of instance: StoredInstance, _ numbers: [Int], _ contents: [FileContent], _ form: Representation,
        _ asked: Asked
    ) -> [ObjectPart] {
        zip(numbers, contents).map { number, content in
            ObjectPart(
                contentType: form.contentType, location: "\(instance.uri(asked.base))/frames/\(number)",
                length: content.byteCount, content: content)
        }
    }
}
