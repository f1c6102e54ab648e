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
        guard let content = forms.content(of: datum) else { return try frames(nil, of: instance, forms, asked) }
        let tag = entityTag(instance, text)
        // A range is of one part.
        let isRange = asked.request.headers[.range] != nil && !content.turnsWords
        let form = try asked.accepted.choose(
            from: (isRange ? [false, true] : [true, false]).map { Self.bytes(isMultipart: $0) })
        guard form.isMultipart else { return try ranged(content, form.contentType, tag, asked) }
        if asked.request.headers.hasEntityTag(tag) {
            return Response(status: .notModified, headers: [.eTag: tag])
        }
        let uri = "\(instance.uri(asked.base))/bulkdata/\(text)"
        return .multipart(
            [ObjectPart(contentType: form.contentType, location: uri, length: datum.length, content: content)],
            type: form.mediaType)
    }

    /// One content by itself, or the range of it that the request names (RFC 9110 14).
    func ranged(_ content: FileContent, _ type: String, _ tag: String, _ asked: Asked) throws -> Response {
        let headers = asked.request.headers
        if headers.hasEntityTag(tag) { return Response(status: .notModified, headers: [.eTag: tag]) }
        // Where the byte order of words is turned, only the whole value is sent.
        let hasRanges = !content.turnsWords && headers[.ifRange] ?? tag == tag
        let length = content.byteCount
        var response = try Self.response(
            content, ByteRange(hasRanges ? headers[.range] : nil, of: length), of: length, type)
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

    /// The entity tag of a value or frame; it changes with the bytes of its object.
    func entityTag(_ instance: StoredInstance, _ path: String) -> String {
        "\"\(instance.sha256.hexadecimal)-\(path.uppercased().replacing("/", with: "-"))\""
    }

    /// All bulk data of instances, or only their pixel data (PS3.18 10.4.1.1.5): each value or compressed frame is a part.
    func bulkData(of instances: [StoredInstance], _ asked: Asked, onlyPixels: Bool) throws -> Response {
        var parts: [ObjectPart] = []
        var (copies, uncompressedBytes, isDecodedLater) = (0, 0, false)
        for instance in instances {
            guard parts.count <= Self.partLimit else { throw WebError.tooManyParts(limit: Self.partLimit) }
            let forms = try InstanceForms(instance, decoding: decoding)
            var file = try FileDataSet(ofFile: ScanSource(path: instance.path))
            for text in try StoredMetadata(file).bulkDataPaths where !onlyPixels || text == Tag.pixelData.digits {
                guard let path = BulkDataPath(text), let datum = try BulkDatum(at: path, of: &file) else { continue }
                guard let content = forms.content(of: datum) else {
                    guard let frames = try pixelParts(of: instance, forms, asked) else {
                        isDecodedLater = true
                        continue
                    }
                    parts += frames
                    copies += frames.contains { $0.content.copy != nil } ? 1 : 0
                    uncompressedBytes += frames.reduce(0) { $0 + ($1.content.copy == nil ? 0 : $1.length) }
                    try Self.check(copies, uncompressedBytes)
                    continue
                }
                parts.append(
                    ObjectPart(
                        contentType: "application/octet-stream",
                        location: "\(instance.uri(asked.base))/bulkdata/\(text)", length: datum.length, content: content
                    ))
            }
        }
        // The parts of a HEAD request that would have to be decoded are samples.
        if isDecodedLater { return .head(Self.bytes(isMultipart: true)) }
        guard !parts.isEmpty else { throw WebError.notStored(onlyPixels ? "pixel data" : "bulk data") }
        return try multipart(parts, asked)
    }

    /// Parts of one answer; one more instance may go beyond it.
    private static let partLimit = 100_000

    /// An answer whose parts may have different types.
    private func multipart(_ parts: [ObjectPart], _ asked: Asked) throws -> Response {
        let types = parts.map { $0.contentType.prefix { $0 != ";" } }
        let forms = (Set(types).count == 1 ? types.prefix(1).map(String.init) : []) + ["application/octet-stream"]
        let form = try asked.accepted.choose(
            from: forms.map { Representation($0, isMultipart: true) })
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
