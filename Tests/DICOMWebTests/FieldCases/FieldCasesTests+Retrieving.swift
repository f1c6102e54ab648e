import DICOMCore
import DICOMWebEncoding
import Foundation
import TestHarness
import Testing

@testable import DICOMWeb

extension FieldCasesTests {
    /// The parts of a multipart answer, as the parser for store requests reads them.
    private func parts(_ answer: HTTPAnswer) throws -> [(fields: [String: String], bytes: [UInt8])] {
        let type = try #require(answer.headers["content-type"])
        let boundary = try #require(type.firstMatch(of: /boundary=([0-9a-f]+)/)).1
        var parser = MultipartParser(boundary: String(boundary))
        var found: [(fields: [String: String], bytes: [UInt8])] = []
        try parser.take(answer.body[...]) { event in
            switch event {
            case .begin(let fields): found.append((fields, []))
            case .bytes(let bytes): found[found.count - 1].bytes += bytes
            case .end: break
            }
        }
        try parser.finish()
        return found
    }

    @Test func `each of several parts has its own type, length and address`() async throws {
        let objects = (1...3).map { FieldObject($0).file }
        let node = try await node(storing: objects)
        let answer = try await node.get(
            "/studies/\(FieldObject.study)", accept: "multipart/related; type=\"application/dicom\"; transfer-syntax=*")
        let found = try parts(answer)
        #expect(found.count == objects.count)
        // In the order of their commit, which parts of one request share.
        for (index, object) in objects.enumerated() {
            let address = "\(node.base)\(FieldObject.uri(index + 1))"
            let part = try #require(found.first { $0.fields["content-location"] == address })
            #expect(part.bytes == object)
            #expect(part.fields["content-type"] == "application/dicom; transfer-syntax=1.2.840.10008.1.2.1")
            #expect(part.fields["content-length"] == "\(object.count)")
        }
    }

    @Test(arguments: [
        "*/*", "multipart/related; type=\"application/octet-stream\"", "application/octet-stream",
        "multipart/related; type=\"*/*\"", "application/octet-stream; transfer-syntax=*",
        "multipart/related; type=application/octet-stream; transfer-syntax=*, application/dicom",
    ])
    func `a frame is never an object`(accept: String) async throws {
        let node = try await node(storing: [FieldObject().file])
        let answer = try await node.get("\(FieldObject.uri())/frames/1", accept: accept)
        #expect(answer.status == 200, "\(answer.text)")
        #expect(answer.headers["content-type"]?.contains("application/dicom") == false)
        let bytes = accept.hasPrefix("application/octet-stream") ? answer.body : try parts(answer)[0].bytes
        #expect(bytes == [0, 0, 1, 0, 2, 0, 3, 0])
        #expect(try await node.get("\(FieldObject.uri())/frames/1", accept: "application/dicom").status == 406)
    }

    @Test func `decimal strings that are no numbers, NaN and empty values leave JSON that every reader takes`()
        async throws
    {
        var object = FieldObject()
        object.set(Tag(0x0018, 0x1164), "DS", "0.143\\@")
        object.set(Tag(0x0018, 0x0060), "DS", "NaN")
        object.set(Tag(0x0018, 0x1405), "IS", "n/a")
        object.set(Tag(0x0018, 0x9073), "FD", bytes: Double.nan.bitPattern.littleEndianBytes)
        object.set(Tag(0x0018, 0x602C), "FD", bytes: Double.infinity.bitPattern.littleEndianBytes)
        object.set(Tag(0x0008, 0x0008), "CS", "DERIVED\\\\ ")
        object.set(Tag(0x0008, 0x1030), "LO", "")
        let node = try await node(storing: [object.file])
        let found = try await metadata(node)
        #expect(found["00181164"]?["Value"] as? [AnyHashable] == [0.143, "@"])
        #expect(found["00180060"]?["Value"] as? [String] == ["NaN"])
        #expect(found["00181405"]?["Value"] as? [String] == ["n/a"])
        for tag in ["00189073", "0018602C"] {
            let address = try #require(found[tag]?["BulkDataURI"] as? String)
            #expect(try await node.get(address, accept: "application/octet-stream").body.count == 8)
        }
        #expect((found["00080008"]?["Value"] as? [Any])?.count == 3)
        #expect(found["00081030"]?["Value"] == nil && found["00081030"]?["vr"] as? String == "LO")
        #expect(try await node.send("/studies?includefield=all").status == 200)
    }

    @Test func `pixel data without bytes still have an address`() async throws {
        var object = FieldObject()
        object.set(.pixelData, "OW", bytes: [])
        let node = try await node(storing: [object.file])
        let address = try #require(try await metadata(node)["7FE00010"]?["BulkDataURI"] as? String)
        let value = try await node.get(address, accept: "application/octet-stream")
        #expect(value.status == 200 && value.body.isEmpty, "\(value.text)")
    }

    @Test func `a browser gets bulk data by the address in the metadata`() async throws {
        let node = try await node(storing: [FieldObject().file])
        let address = try #require(try await metadata(node)["7FE00010"]?["BulkDataURI"] as? String)
        let answer = try await node.get(
            address, accept: "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8",
            ["Sec-Fetch-Mode": "navigate"])
        #expect(answer.status == 200, "\(answer.text)")
    }

    @Test func `the metadata of a thousand instances are one answer, compressed for a client that takes gzip`()
        async throws
    {
        let node = try await node(storing: (1...1000).map { FieldObject($0).file })
        let path = "/studies/\(FieldObject.study)/series/\(FieldObject.series)/metadata"
        let plain = try await node.get(path, accept: "*/*", ["Accept-Encoding": "identity"])
        let compressed = try await node.get(path, accept: "*/*", ["Accept-Encoding": "gzip"])
        #expect(Set(plain.values("00080018")).count == 1000)
        #expect(compressed.body == plain.body)
    }

    @Test func `reports, presentation states, key objects and PDFs in a study do not fail what a viewer asks for`()
        async throws
    {
        let classes = [
            SOPClass.basicTextSR, SOPClass.keyObjectSelection, SOPClass.grayscaleSoftcopyPresentationState,
            SOPClass.encapsulatedPDF, SOPClass.radiationDoseSR,
        ]
        let others = classes.enumerated().map { FieldObject($0 + 2, sopClass: $1, pixels: nil).file }
        let node = try await node(storing: [FieldObject().file] + others)
        for number in 2...(others.count + 1) {
            let frame = try await node.get("\(FieldObject.uri(number))/frames/1")
            #expect(frame.status == 404 && frame.headers["content-type"] == "application/json", "\(frame.text)")
            #expect(try await node.get("\(FieldObject.uri(number))/pixeldata").status == 404)
            #expect(try await node.get("\(FieldObject.uri(number))/thumbnail").status == 404)
            #expect(try await metadata(node, number)["00080016"] != nil)
        }
        let study = "/studies/\(FieldObject.study)"
        for path in ["", "/metadata", "/series", "/instances", "/pixeldata", "/thumbnail"] {
            #expect(try await node.get(study + path).status == 200, "\(path)")
        }
        let picture = try await node.get("\(study)/rendered", accept: "image/jpeg")
        #expect(picture.status == 200 && picture.headers["warning"]?.contains("cannot be rendered") != true)
    }

    @Test(arguments: ["thoraxd-0009-1.dcm", "thoraxd-0011-1.dcm", "thoraxd-0013-1.dcm"])
    func `names in GB18030, ISO 2022 and other sets are Unicode, and the answer says so`(name: String) async throws {
        let node = try await node(storing: [SampleFilms.bytes(name)])
        let uri = try SampleFilms.uri(ofFile: SampleFilms.path(name))
        let stored = try #require(try await node.get("\(uri)/metadata").matches.first)
        let found = try #require(try await node.send("/studies").matches.first)
        for answer in [stored, found] {
            #expect(answer["00080005"]?["Value"] as? [String] == ["ISO_IR 192"])
            let names = try #require((answer["00100010"]?["Value"] as? [[String: String]])?.first)
            let all = names.values.joined()
            #expect(all.unicodeScalars.contains { $0.value > 0x7F }, "\(all)")
            #expect(!all.unicodeScalars.contains("\u{FFFD}"), "\(all)")
            #expect(!all.contains("\u{1B}") && !all.hasSuffix("^") && !all.hasSuffix("="))
        }
        func names(_ answer: [String: [String: Any]]) -> [[String: String]]? {
            answer["00100010"]?["Value"] as? [[String: String]]
        }
        #expect(names(stored) == names(found))
    }
}
