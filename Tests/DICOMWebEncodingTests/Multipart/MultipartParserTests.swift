import DICOMWebEncoding
import Testing

/// The parts of a body that arrives in pieces.
func parts(
    of body: [UInt8], boundary: String, pieces: (Int) -> Int = { _ in 1 << 20 },
    limits: MultipartParser.Limits = .init()
) throws -> [MultipartParts.Part] {
    var parser = MultipartParser(boundary: boundary, limits: limits)
    var found = MultipartParts()
    var start = 0
    while start < body.count {
        let end = min(start + max(pieces(start), 1), body.count)
        try parser.take(body[start..<end]) { found.take($0) }
        start = end
    }
    try parser.finish()
    #expect(!found.parts.contains { !$0.isComplete })
    #expect(parser.parts == found.parts.count)
    return found.parts
}

struct MultipartParts {
    struct Part: Equatable {
        let fields: [String: String]
        var bytes: [UInt8] = []
        var isComplete = false
    }

    var parts: [Part] = []

    mutating func take(_ event: MultipartParser.Event) {
        switch event {
        case .begin(let fields): parts.append(Part(fields: fields))
        case .bytes(let bytes): parts[parts.count - 1].bytes += bytes
        case .end: parts[parts.count - 1].isComplete = true
        }
    }
}

struct MultipartParserTests {
    private func body(_ text: String) -> [UInt8] { Array(text.replacing("\n", with: "\r\n").utf8) }

    @Test(arguments: ["", "\n", "This is no part.\nNor is this.\n"], ["", "\n", "\nThe end."])
    func `finds the parts after any preamble and before any epilogue`(preamble: String, epilogue: String) throws {
        let found = try parts(
            of: body("\(preamble)--b\nContent-Type: application/dicom\nX-Y:  z \n\none\n--b\n\ntwo\n--b--\(epilogue)"),
            boundary: "b")
        #expect(found.map { String(decoding: $0.bytes, as: UTF8.self) } == ["one", "two"])
        #expect(found.map(\.fields) == [["content-type": "application/dicom", "x-y": "z"], [:]])
    }

    @Test func `an empty part is a part`() throws {
        #expect(try parts(of: body("--b\nA: b\n\n\n--b--"), boundary: "b").map(\.bytes) == [[]])
    }

    @Test func `what only looks like a boundary belongs to the part`() throws {
        let data = "\n\n\n--\n--bound\n--boundar\n--boundaryx\n--boundary -\n\n--boundar"
        let found = try parts(
            of: body("--boundary\n\n\(data)\n--boundary  \t\n\n--boundary\n--boundary--"), boundary: "boundary")
        #expect(found.map(\.bytes) == [body(data), body("--boundary")])
    }

    @Test(arguments: [73, 128])
    func `a boundary may be as long as Orthanc's, and longer`(length: Int) throws {
        let boundary = String(repeating: "-", count: length - 1) + "x"
        let type = try MultipartType("multipart/related; type=application/dicom; boundary=\(boundary)")
        #expect(try parts(of: body("\n--\(boundary)\n\nx\n--\(boundary)--"), boundary: type.boundary).count == 1)
    }

    /// Bodies with parts of bytes from which boundaries are made.
    private func randomBody(_ generator: inout SplitMix) -> (body: [UInt8], parts: [[UInt8]]) {
        let alphabet = Array("\r\n--bc".utf8)
        let contents = (0..<Int(generator.next() % 4) + 1).map { _ in
            (0..<Int(generator.next() % 60)).map { _ in alphabet[Int(generator.next() % UInt64(alphabet.count))] }
        }.filter { content in
            // A real boundary in a part would end it.
            let text = String(decoding: Array("\r\n".utf8) + content + Array("\r\n--bcb".utf8), as: UTF8.self)
            return text.utf8.count < 20 || !text.dropLast(7).contains("\r\n--bcb")
        }
        var bytes = generator.next() % 2 == 0 ? Array("\r\n".utf8) : []
        for content in contents { bytes += Array("--bcb\r\nA: b\r\n\r\n".utf8) + content + Array("\r\n".utf8) }
        return (bytes + Array("--bcb--\r\n".utf8), contents)
    }

    @Test func `cutting a body anywhere gives the same parts`() throws {
        var generator = SplitMix(state: 7)
        for _ in 0..<300 {
            let (body, contents) = randomBody(&generator)
            guard !contents.isEmpty else { continue }
            #expect(try parts(of: body, boundary: "bcb").map(\.bytes) == contents)
            for size in [1, 2, 3, 5, 7, 64] {
                #expect(try parts(of: body, boundary: "bcb") { _ in size }.map(\.bytes) == contents)
            }
            var random = generator
            #expect(try parts(of: body, boundary: "bcb") { _ in Int(random.next() % 9) }.map(\.bytes) == contents)
        }
    }

    @Test func `each place where a body may be cut once gives the same parts`() throws {
        let whole = body("\n--bcb\nA: b\n\n\n--bc\n\n--bcb  \n\nx\n--bcb--\n")
        let expected = try parts(of: whole, boundary: "bcb")
        for place in 1..<whole.count {
            #expect(try parts(of: whole, boundary: "bcb") { $0 == 0 ? place : whole.count } == expected, "\(place)")
        }
    }

    @Test func `a preamble and a head as long as their limits are taken or refused alike, wherever the body is cut`()
        throws
    {
        var limits = MultipartParser.Limits()
        limits.header = 16
        func outcome(_ body: [UInt8], cutAt place: Int) -> [MultipartParts.Part]? {
            try? parts(of: body, boundary: "b", pieces: { $0 < place ? place : body.count }, limits: limits)
        }
        for length in 0...30 {
            let text = String(repeating: "x", count: length)
            for body in [body("\(text)\n--b\n\none\n--b--"), body("--b\nA: \(text)\n\none\n--b--")] {
                let whole = outcome(body, cutAt: 0)
                for place in 1..<body.count { #expect(outcome(body, cutAt: place) == whole, "\(length) \(place)") }
            }
        }
    }

    @Test func `a body that breaks off says where, at every byte`() throws {
        let whole = body("--b\nA: b\n\none\n--b\n\ntwo\n--b--")
        for count in 0..<whole.count {
            #expect(throws: MultipartError.self) { try parts(of: Array(whole[..<count]), boundary: "b") }
        }
    }

    @Test(arguments: [
        ("--b\nA: b\n\nx\n--b--", MultipartError.bareLineEnd(part: 1)),
        ("--b\r\nA: b\nC: d\r\n\r\nx\r\n--b--", .bareLineEnd(part: 1)),
        ("nothing", .noPart), ("", .noPart), ("--b--", .noPart), ("--c\r\n\r\nx\r\n--c--", .noPart),
        ("--b\r\nno field\r\n\r\nx\r\n--b--", .badHead(part: 1)), ("--b\r\n: x\r\n\r\nx\r\n--b--", .badHead(part: 1)),
        ("--b\r\n\r\nx\r\n--b\r\n\r\ny", .brokenOff(part: 2)),
    ])
    func `what is no body of parts is refused with the reason`(text: String, error: MultipartError) {
        #expect(throws: error) { try parts(of: Array(text.utf8), boundary: "b") }
    }

    @Test func `heads, parts and bodies have limits`() throws {
        var limits = MultipartParser.Limits()
        (limits.header, limits.parts, limits.part, limits.body) = (64, 2, 10, 300)
        func refused(_ text: String) -> MultipartError? {
            do { _ = try parts(of: body(text), boundary: "b", pieces: { _ in 7 }, limits: limits) } catch {
                return error as? MultipartError
            }
            return nil
        }
        #expect(refused("--b\nA: \(String(repeating: "x", count: 70))\n\n\n--b--") == .headTooLong(part: 1, limit: 64))
        #expect(refused("--b\n\n\n--b\n\n\n--b\n\n\n--b--") == .tooManyParts(limit: 2))
        #expect(refused("--b\n\n12345678901\n--b--") == .partTooLarge(part: 1, limit: 10))
        #expect(refused("--b\n\n1\n--b--\(String(repeating: "x", count: 300))") == .bodyTooLarge(limit: 300))
        #expect(refused(String(repeating: "x", count: 80)) == .noPart)
        #expect(refused("--b\n\n1234567890\n--b--") == nil)
    }

    @Test(arguments: [
        #"multipart/related; type="application/dicom"; boundary="a b""#, "multipart/related; boundary=\"a b\"",
        "Multipart/Related; Boundary=\"a b\"; Type=application/dicom",
    ])
    func `reads the boundary in quotes or not`(contentType: String) throws {
        #expect(try MultipartType(contentType).boundary == "a b")
    }

    @Test(
        arguments: [
            (nil, MultipartError.notMultipart), ("application/dicom", .notMultipart),
            ("multipart/form-data; boundary=b", .notMultipart),
            ("multipart/related; type=\"application/dicom+json\"; boundary=b", .otherType),
            ("multipart/related", .noBoundary),
            ("multipart/related; boundary=\"\"", .noBoundary),
            ("multipart/related; boundary=" + String(repeating: "x", count: 129), .noBoundary),
        ] as [(String?, MultipartError)])
    func `refuses a request that it cannot take apart`(contentType: String?, error: MultipartError) {
        #expect(throws: error) { try MultipartType(contentType) }
    }
}

/// The generator SplitMix64: the same numbers in every run.
struct SplitMix {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
