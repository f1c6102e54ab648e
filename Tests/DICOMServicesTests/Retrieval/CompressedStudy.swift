import DICOMCore
import DICOMNetwork
import DICOMTestPeer
import Decoding
import Foundation
import TestHarness
import Testing
import WorkListDatabase

/// Study 1.2.3 of images in one transfer syntax each, from the matrix of codings, on a node that has them decoded.
struct CompressedStudy {
    static let sopClass = SOPClass.secondaryCaptureImage
    /// One of each coding, with other depths, widths and signs.
    static let names = [
        "baseline 12x16 stored 8 of 8 unsigned", "extended 12x16 stored 12 of 16 unsigned",
        "lossless14 12x16 stored 10 of 16 unsigned", "lossless 13x15 stored 16 of 16 unsigned",
        "lossless 13x15 stored 15 of 16 signed coded 16", "jpegls 12x16 stored 12 of 16 signed coded 12",
        "jpegls-near 12x16 stored 10 of 16 unsigned coded 10", "j2k 12x16 stored 8 of 8 unsigned coded 8",
        "j2k 12x16 stored 8 of 16 signed coded 8", "j2k-lossy 12x16 stored 12 of 16 unsigned coded 12",
        "htj2k 12x16 stored 12 of 16 unsigned coded 16", "htj2k-rpcl 12x16 stored 12 of 16 unsigned coded 16",
        "htj2k-lossy 13x15 stored 16 of 16 unsigned coded 16", "rle 13x15 stored 8 of 8 unsigned coded 8",
        "rle 12x16 stored 10 of 16 signed coded 16", "jpegls first of two with table",
    ]

    let running: RunningNode
    /// The objects as they were sent, by SOP Instance UID.
    private(set) var sent: [String: [UInt8]] = [:]
    private var names: [String: String] = [:]
    let copies: TemporaryDirectory

    /// - Parameter damaged: an image whose code stream is cut off.
    init(_ names: [String] = names, damaged: String? = nil, peers: [Peer] = []) throws {
        copies = try TemporaryDirectory()
        running = try RunningNode(
            peers: peers,
            decoding: ImageDecoders(
                DecoderSettings(), program: builtPrograms.appending(path: "thoraxd").path, folder: copies.url.path,
                patience: .seconds(600)))
        for name in names + (damaged.map { [$0] } ?? []) {
            let sample = try CodedSample(name)
            self.names["1.2.3.\(sent.count + 1)"] = name
            try send(sample, isDamaged: name == damaged)
        }
    }

    private mutating func send(_ sample: CodedSample, isDamaged: Bool) throws {
        let file = try DICOMFile(sample.url)
        let instance = "1.2.3.\(sent.count + 1)"
        var writer = DataSetWriter(.explicitLittleEndian)
        writer.append(.sopClassUID, uid: Self.sopClass)
        writer.append(.sopInstanceUID, .uniqueIdentifier, instance)
        writer.append(.modality, .codeString, "OT")
        writer.append(.patientName, .personName, "Doe^Jane")
        writer.append(.patientID, .longString, "P1")
        writer.append(.studyInstanceUID, .uniqueIdentifier, "1.2.3")
        writer.append(.seriesInstanceUID, .uniqueIdentifier, "1.2.3.0")
        let image = try #require(file.dataSet.firstRange(of: [0x28, 0, 0x02, 0, 0x55, 0x53])).lowerBound
        var bytes = writer.bytes + file.dataSet[image...]
        if isDamaged {
            // The second half of the code stream is not one.
            let pixels = try #require(bytes.firstRange(of: [0xE0, 0x7F, 0x10, 0])).lowerBound
            let middle = (pixels + bytes.count) / 2
            for place in middle..<bytes.count - 8 { bytes[place] = 0xFF }
        }
        let peer = try TestPeer(port: running.port)
        _ = try peer.associate([.init(1, Self.sopClass, [file.transferSyntax])])
        #expect(try peer.store(bytes, Self.sopClass, instance) == .success)
        #expect(try peer.release())
        sent[instance] = bytes
    }

    /// Compares received files with what the node has stored: by pydicom, with the samples that it decoded for the matrix.
    func judge(_ folder: URL, in syntax: TransferSyntax) throws {
        guard PythonPeer.isInstalled else { return }
        let cases = packageRoot.appending(path: "Tests/References/DICOMObject/matrix/cases.json").path
        let stored = try names.flatMap { [$0.value, try #require(try running.stored($0.key)).path] }
        let tool = try PythonPeer.run("uncompressed.py", [folder.path, syntax.uid.description, cases] + stored)
        #expect(tool.status == 0, "\(tool.output)")
    }
}
