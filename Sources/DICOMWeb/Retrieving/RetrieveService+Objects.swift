import DICOMCore
import DICOMWebEncoding
import Hummingbird
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
        for instance in instances {
            let forms = try InstanceForms(instance)
            // A study of which one object cannot be sent as asked is refused: part of it would look like all of it.
            let form = try asked.accepted.choose(from: forms.representations(isOne: isOne))
            let syntax = form.transferSyntax ?? .explicitVRLittleEndian
            let content = try forms.content(in: syntax)
            if !form.isMultipart { return .content(content, form.contentType, ended: ended) }
            parts.append(
                ObjectPart(
                    contentType: form.contentType, location: instance.uri(asked.base), length: content.byteCount,
                    content: content))
        }
        return .multipart(parts, type: "application/dicom", ended: ended)
    }

    /// Frames of an instance.
    func frames(of instance: StoredInstance, _ asked: Asked) throws -> Response {
        guard let numbers = FrameLayout.numbers(asked.texts["frames"] ?? "") else {
            throw WebError.place("list of frames", expected: "numbers that ascend from 1, separated by commas")
        }
        let forms = try InstanceForms(instance)
        let contents = try forms.frames(numbers)
        let form = try asked.accepted.choose(from: forms.frameRepresentations(isOne: contents.count == 1))
        if !form.isMultipart, let content = contents.first { return .content(content, form.contentType) }
        let parts = zip(numbers, contents).map { number, content in
            ObjectPart(
                contentType: form.contentType, location: "\(instance.uri(asked.base))/frames/\(number)",
                length: content.byteCount, content: content)
        }
        return .multipart(parts, type: form.mediaType)
    }
}
