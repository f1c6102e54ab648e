import DICOMCore
import DICOMWebEncoding
import Testing

struct AcceptedTypesTests {
    private let json = Representation("application/dicom+json")
    private let plainJSON = Representation("application/json")
    private let xml = Representation("application/dicom+xml", isMultipart: true)
    private var metadata: [Representation] { [json, plainJSON, xml] }

    /// The forms of a frame stored in a syntax.
    private func frame(_ syntax: TransferSyntax) -> [Representation] {
        [true, false].map {
            Representation(
                syntax.frameMediaType, in: syntax, isMultipart: $0, isDefault: !syntax.isEncapsulated || syntax.isLossy)
        }
    }

    private func instance(_ syntax: TransferSyntax) -> [Representation] {
        [true, false].map {
            Representation(
                "application/dicom", in: syntax, isMultipart: $0, isDefault: !syntax.isEncapsulated || syntax.isLossy)
        }
    }

    private func choice(_ header: String?, _ forms: [Representation], parameter: String? = nil) -> Representation? {
        try? AcceptedTypes(header: header, parameter: parameter).choose(from: forms)
    }

    @Test(arguments: [
        nil, "", "*/*", "*", "application/dicom+json", "application/dicom+json, application/json",
        #"application/dicom+json, multipart/related; type="application/octet-stream"; transfer-syntax="*""#,
        "APPLICATION/DICOM+JSON", "application/*", "text/html;q=0.9, */*;q=0.1", ";;, application/dicom+json",
        #"multipart/related; type="application/dicom+xml"; q=0.5, application/dicom+json"#,
    ])
    func `metadata is JSON for clients that accept it`(header: String?) {
        #expect(choice(header, metadata) == json)
    }

    @Test func `JSON under its plain name has that name`() {
        #expect(choice("application/json", metadata) == plainJSON)
        #expect(choice("application/json, */*;q=0.1", metadata) == plainJSON)
    }

    @Test(arguments: [
        "multipart/*", "multipart/related; type=application/dicom+xml",
        #"multipart/related;type="application/dicom+xml""#,
    ])
    func `any multipart of metadata is XML`(header: String) { #expect(choice(header, metadata) == xml) }

    @Test(arguments: [
        #"multipart/related; type="application/octet-stream"; transfer-syntax="*""#,
        "multipart/related; type=application/octet-stream; transfer-syntax=*",
        "multipart/related; transfer-syntax=*; type=application/octet-stream",
        "multipart/related; type=application/octet-stream; transfer-syntax=*; transfer-syntax=*",
        "Multipart/Related; Type=Application/Octet-Stream; Transfer-Syntax=*; boundary=x",
        #"multipart/related; type="*/*""#, "*/*", "multipart/related",
    ])
    func `frames go as every client asks for them, stored raw or compressed`(header: String) {
        for syntax in [TransferSyntax.explicitVRLittleEndian, .jpegLosslessFirstOrder, .jpegBaseline] {
            let chosen = choice(header, frame(syntax))
            #expect(chosen?.isMultipart == true && chosen?.transferSyntax == syntax)
        }
    }

    @Test func `a compressed frame never goes as bytes of samples`() {
        let plain = "multipart/related; type=application/octet-stream"
        #expect(choice(plain, frame(.jpegLosslessFirstOrder)) == nil)
        #expect(choice(plain, frame(.explicitVRLittleEndian)) != nil)
        // What is stored lossy stays so, and its part says what it is.
        #expect(
            choice(plain, frame(.jpegBaseline))?.contentType == "image/jpeg; transfer-syntax=1.2.840.10008.1.2.4.50")
    }

    @Test func `media type and transfer syntax of a frame agree for every syntax`() {
        for syntax in TransferSyntax.all {
            #expect((syntax.frameMediaType == "application/octet-stream") == !syntax.isEncapsulated, "\(syntax.name)")
        }
    }

    @Test func `a compressed type is taken under its present and its earlier name`() {
        #expect(choice("multipart/related; type=image/jls", frame(.jpegLSLossless)) != nil)
        #expect(choice("image/x-jls", frame(.jpegLSLossless))?.isMultipart == false)
        #expect(
            choice(
                "multipart/related; type=\"image/jpeg\"; transfer-syntax=1.2.840.10008.1.2.4.70",
                frame(.jpegLosslessFirstOrder)) != nil)
        #expect(
            choice(
                "multipart/related; type=\"image/jpeg\"; transfer-syntax=1.2.840.10008.1.2.4.50",
                frame(.jpegLosslessFirstOrder)) == nil)
    }

    @Test func `an instance goes in the default syntax unless another is asked for`() {
        let plain = #"multipart/related; type="application/dicom""#
        #expect(choice(plain, instance(.explicitVRLittleEndian)) != nil)
        #expect(choice(plain, instance(.jpegLSLossless)) == nil)
        #expect(choice(plain, instance(.jpegBaseline)) != nil)
        #expect(choice(plain + "; transfer-syntax=*", instance(.jpegLSLossless)) != nil)
        #expect(
            choice("application/dicom; transfer-syntax=1.2.840.10008.1.2.4.80", instance(.jpegLSLossless))?.isMultipart
                == false)
    }

    @Test func `a type with its syntax inside the quotes is refused with what is possible`() {
        let header = #"multipart/related; type="application/dicom; transfer-syntax=*""#
        let error = #expect(throws: NotAcceptable.self) {
            try AcceptedTypes(header: header).choose(from: instance(.explicitVRLittleEndian))
        }
        #expect(error?.hint.contains(#"multipart/related; type="application/dicom""#) == true)
        #expect(error?.asked == header)
    }

    @Test func `quality decides, and zero excludes`() {
        #expect(
            choice("application/dicom+json;q=0.2, multipart/related;type=application/dicom+xml;q=0.3", metadata) == xml)
        #expect(choice("application/dicom+json;q=0, */*", metadata) == plainJSON)
        #expect(choice("application/dicom+json;q=nonsense", metadata) == json)
    }

    @Test func `the parameter of the query goes before the header`() {
        #expect(choice("application/dicom+json", metadata, parameter: "application/json") == plainJSON)
        #expect(choice("application/dicom+json", metadata, parameter: "image/png") == json)
    }

    @Test(arguments: [
        "image/png", "text/html", "nonsense", "multipart/form-data", String(repeating: "a/b,", count: 3000),
    ])
    func `what cannot be sent is refused`(header: String) { #expect(choice(header, metadata) == nil) }

    @Test func `a browser's own header gets bulk data as one part`() {
        let header = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"
        #expect(choice(header, frame(.explicitVRLittleEndian)) != nil)
    }
}
