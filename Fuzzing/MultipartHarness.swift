import DICOMCore
import DICOMWebEncoding

/// Takes a body apart twice, whole and in pieces whose lengths are in the input: both must find the same parts.
let multipartHarness: Harness = { bytes in
    let sizes = Array(bytes.prefix(4))
    let body = Array(bytes.dropFirst(4))
    var pieces: [ArraySlice<UInt8>] = []
    var rest = body[...]
    while !rest.isEmpty {
        let size = Int(sizes[pieces.count % sizes.count]) + 1
        pieces.append(rest.prefix(size))
        rest = rest.dropFirst(size)
    }
    guard MultipartRun([body[...]]) == MultipartRun(pieces) else { fatalError("pieces give other parts") }
}

/// What a parser says of a body.
private struct MultipartRun: Equatable {
    var parts: [[UInt8]] = []
    var fields: [[String: String]] = []
    /// Which of the faults is found first may depend on the pieces, but not whether there is one.
    var isComplete = true

    init(_ pieces: [ArraySlice<UInt8>]) {
        var limits = MultipartParser.Limits()
        (limits.header, limits.parts) = (256, 8)
        var parser = MultipartParser(boundary: "b", limits: limits)
        do {
            for piece in pieces {
                try parser.take(piece) { event in
                    switch event {
                    case .begin(let fields):
                        self.fields.append(fields)
                        parts.append([])
                    case .bytes(let bytes): parts[parts.count - 1] += bytes
                    case .end: break
                    }
                }
            }
            try parser.finish()
        } catch {
            // The parts before a fault are handed on as far as they have come.
            (parts, fields, isComplete) = ([], [], false)
        }
    }
}

/// Reads an Accept header and a Content-Type.
let acceptHarness: Harness = { bytes in
    let text = String(decoding: bytes, as: UTF8.self)
    let forms = [
        Representation("application/dicom+json"), Representation("application/dicom", in: .jpegLSLossless),
        Representation("application/octet-stream", in: .explicitVRLittleEndian, isMultipart: true),
    ]
    _ = try? AcceptedTypes(header: text, parameter: text).choose(from: forms)
    _ = try? MultipartType(text)
    _ = ByteRange(text, of: 1000)
    _ = BulkDataPath(text)
    _ = FrameLayout.numbers(text)
}
