import DICOMCore
import DICOMWebEncoding
import Hummingbird
import Platform
import WebServing
import WorkListDatabase

extension RetrieveService {
    /// One value of an instance, or a range of it.
    func bulkDatum(of instance: StoredInstance, _ asked: Asked) throws -> Response {
        let text = asked.texts["value"] ?? ""
        guard let path = BulkDataPath(text) else {
            throw WebError.place("bulk data", expected: "tags and items, such as 00880200/1/7FE00010")
        }
        let forms = try InstanceForms(instance, decoding: decoding)
        var file = try FileDataSet(ofFile: ScanSource(path: instance.path))
        guard let datum = try BulkDatum(at: path, of: &file) else { throw WebError.notStored("the value") }
        guard let content = forms.content(of: datum) else {
            return try multipart(try pixelParts(of: instance, forms, asked), asked)
        }
        let tag = entityTag(instance, text)
        if asked.request.headers.hasEntityTag(tag) {
            return Response(status: .notModified, headers: [.eTag: tag])
        }
        // Where the byte order of words is turned, only the whole value is sent.
        let hasRanges = !content.turnsWords && asked.request.headers[.ifRange] ?? tag == tag
        let range = ByteRange(hasRanges ? asked.request.headers[.range] : nil, of: datum.length)
        // A range is of one part.
        let form = try asked.accepted.choose(
            from: (range == .whole ? [true, false] : [false, true]).map { Self.bytes(isMultipart: $0) })
        guard !form.isMultipart else {
            let uri = "\(instance.uri(asked.base))/bulkdata/\(text)"
            return .multipart(
                [ObjectPart(contentType: form.contentType, location: uri, length: datum.length, content: content)],
                type: form.mediaType)
        }
        var response = try Self.response(content, range, of: datum.length, form.contentType)
        response.headers[.eTag] = tag
        response.headers[.acceptRanges] = "bytes"
        return response
    }

    private static func bytes(isMultipart: Bool) -> Representation {
        Representation("application/octet-stream", in: .explicitVRLittleEndian, isMultipart: isMultipart)
    }

    private static func response(
        _ content: FileContent, _ range: ByteRange, of length: Int, _ type: String
    ) throws -> Response {
        switch range {
        case .whole: return .content(content, type)
        case .unsatisfiable: throw WebError.rangeNotSatisfiable(length: length)
        case .part(let part):
            var cut = content
            cut.cut(to: part)
            var response = Response.content(cut, type)
            response.status = .partialContent
            response.headers[.contentRange] = "bytes \(part.lowerBound)-\(part.upperBound - 1)/\(length)"
            return response
        }
    }

    /// The entity tag of a value; it changes with the bytes of its object.
    private func entityTag(_ instance: StoredInstance, _ path: String) -> String {
        "\"\(instance.sha256.hexadecimal)-\(path.uppercased().replacing("/", with: "-"))\""
    }

    /// All bulk data of instances, or only their pixel data (PS3.18 10.4.1.1.5): each value or compressed frame is a part.
    func bulkData(of instances: [StoredInstance], _ asked: Asked, onlyPixels: Bool) throws -> Response {
        var parts: [ObjectPart] = []
        for instance in instances {
            guard parts.count <= Self.partLimit else { throw WebError.tooManyParts(limit: Self.partLimit) }
            let forms = try InstanceForms(instance, decoding: decoding)
            var file = try FileDataSet(ofFile: ScanSource(path: instance.path))
            for text in try StoredMetadata(file).bulkDataPaths where !onlyPixels || text == Tag.pixelData.digits {
                guard let path = BulkDataPath(text), let datum = try BulkDatum(at: path, of: &file) else { continue }
                guard let content = forms.content(of: datum) else {
                    parts += try pixelParts(of: instance, forms, asked)
                    continue
                }
                parts.append(
                    ObjectPart(
                        contentType: "application/octet-stream",
                        location: "\(instance.uri(asked.base))/bulkdata/\(text)", length: datum.length, content: content
                    ))
            }
        }
        guard !parts.isEmpty else { throw WebError.notStored(onlyPixels ? "pixel data" : "bulk data") }
        return try multipart(parts, asked)
    }

    /// Parts of one answer; one more instance may go beyond it.
    private static let partLimit = 100_000

    /// Compressed frames as they are stored.
    private func pixelParts(of instance: StoredInstance, _ forms: InstanceForms, _ asked: Asked) throws -> [ObjectPart]
    {
        guard let form = forms.frameRepresentations(isOne: false).first else { return [] }
        return try forms.frames(nil).enumerated().map { index, content in
            ObjectPart(
                contentType: form.contentType, location: "\(instance.uri(asked.base))/frames/\(index + 1)",
                length: content.byteCount, content: content)
        }
    }

    /// An answer whose parts may have different types.
    private func multipart(_ parts: [ObjectPart], _ asked: Asked) throws -> Response {
        let types = parts.map { $0.contentType.prefix { $0 != ";" } }
        let forms = (Set(types).count == 1 ? types.prefix(1).map(String.init) : []) + ["application/octet-stream"]
        let form = try asked.accepted.choose(
            from: forms.map { Representation($0, in: .explicitVRLittleEndian, isMultipart: true) })
        return .multipart(parts, type: form.mediaType)
    }
}

extension StoredMetadata {
    /// The paths of all values that are bulk data.
    fileprivate var bulkDataPaths: [String] { Self.paths(elements) }

    // A data set is nested no deeper than `depthLimit`, so this may call itself.
    private static func paths(_ elements: [MetadataElement]) -> [String] {
        elements.flatMap { element -> [String] in
            switch element.value {
            case .bulk(let path): [path]
            case .items(let items): items.flatMap(paths)
            case .empty, .texts, .names, .numbers, .tags, .inline: []
            }
        }
    }
}
