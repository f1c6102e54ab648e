import DICOMCore
import Foundation
import Glibc
import Platform
import Query
import Testing
import WorkList
import WorkListDatabase

@testable import Intake

/// What arrives under the SOP Instance UID of a stored object.
struct ObjectComparisonTests {
    private let directory = NSTemporaryDirectory() + "thoraxd-test-\(UUID().uuidString)"
    private let intake: InstanceIntake
    private let workList: WorkListStore

    init() throws {
        workList = try WorkListStore(stateDirectory: directory)
        intake = InstanceIntake(workList: workList, quietPeriod: .zero)
    }

    private func quarantined() throws -> Int {
        try FileManager.default.contentsOfDirectory(atPath: "\(directory)/quarantine").count
    }

    /// Whether the object that came first is what is stored.
    private func keeps(_ object: SentObject) throws -> Bool {
        let stored = try #require(try workList.storedInstance("1.2.3.1"))
        return try [UInt8](Data(contentsOf: URL(filePath: stored.path))) == object.received().file
    }

    @Test(arguments: ["THORAXD_1", "THORAXD_0.1.0", "THORAXD_0.2.0"])
    func `an object that an earlier version stored is the same after an upgrade`(writer: String) throws {
        for pixels in [SentObject().pixels, nil] {
            let test = try Self()
            var object = SentObject(writer: writer)
            object.pixels = pixels
            #expect(try test.intake.admit(object) == .stored)
            var again = object
            again.writer = Implementation.name
            #expect(try test.intake.admit(again) == .alreadyStored)
            #expect(try test.keeps(object))
            #expect(try test.quarantined() == 0)
        }
    }

    @Test func `the same image in another syntax or with a corrected name is taken, and the first stays`() throws {
        let first = SentObject()
        #expect(try intake.admit(first) == .stored)
        #expect(try intake.admit(SentObject(syntax: .implicitVRLittleEndian)) == .sameImage(differing: []))
        #expect(try intake.admit(SentObject(patientName: "ROE^JANE")) == .sameImage(differing: [.patientName]))
        #expect(try keeps(first))
        #expect(try quarantined() == 0)
        #expect(try FileManager.default.contentsOfDirectory(atPath: "\(directory)/incoming").isEmpty)
    }

    @Test(
        arguments: [
            (SentObject(pixels: [UInt8](repeating: 1, count: 128)), "its pixels differ"),
            (SentObject(pixels: [UInt8](repeating: 1, count: 64)), "its pixels differ"),
            (SentObject(pixels: nil), "its content differs"),
            (SentObject(patientID: "P2"), "it differs in (0010,0020)"),
            (SentObject(patientID: nil), "it differs in (0010,0020)"),
            (SentObject(series: "1.2.3.9"), "it differs in (0020,000E)"),
            (SentObject(sopClass: SOPClass.secondaryCaptureImage), "it differs in (0008,0016)"),
            (SentObject(bitsStored: 10), "it differs in (0028,0101)"),
            (SentObject(window: "40"), "it differs in (0028,1050)"),
            (SentObject(orientation: "R\\F"), "it differs in (0020,0020)"),
            (
                SentObject(syntax: .jpegBaseline),
                "it is in JPEG Baseline (Process 1) and the first in Explicit VR Little Endian, and compressed pixels are "
                    + "not decoded to compare them"
            ),
        ])
    func `another object goes to quarantine with the true reason`(object: SentObject, reason: String) throws {
        let first = SentObject()
        #expect(try intake.admit(first) == .stored)
        for _ in 1...2 { #expect(try intake.admit(object) == .quarantined(reason: reason)) }
        #expect(try keeps(first))
        #expect(try quarantined() == 1)
    }

    private static let modality = Tag(0x0028, 0x3000)
    private static let display = Tag(0x0028, 0x3010)

    @Test func `the same picture has the same look-up tables, in any syntax and with any explanation`() throws {
        let tables = [(Self.modality, [SentObject.Table()]), (Self.display, [SentObject.Table(), SentObject.Table()])]
        #expect(try intake.admit(SentObject(tables: tables)) == .stored)
        let again = SentObject(
            syntax: .implicitVRLittleEndian,
            tables: [
                (Self.modality, [SentObject.Table(explanation: "LINEAR")]),
                (Self.display, [SentObject.Table(), SentObject.Table(explanation: "SOFT")]),
            ])
        #expect(try intake.admit(again) == .sameImage(differing: []))
    }

    @Test(arguments: [modality, display]) func `another look-up table shows another picture`(sequence: Tag) throws {
        let reason = "it differs in \(sequence)"
        let first = [SentObject.Table(), SentObject.Table(data: [0, 1, 2, 3])]
        #expect(try intake.admit(SentObject(tables: [(sequence, first)])) == .stored)
        for tables in [
            [], [first[0]], [first[1], first[0]], [first[0], SentObject.Table(data: [0, 1, 2, 4])],
            [SentObject.Table(descriptor: [4, 1, 16]), first[1]],
        ] {
            #expect(try intake.admit(SentObject(tables: [(sequence, tables)])) == .quarantined(reason: reason))
        }
        #expect(try intake.admit(SentObject()) == .quarantined(reason: reason))
    }

    @Test func `an empty sequence of tables is none, and padding is part of the picture`() throws {
        #expect(try intake.admit(SentObject()) == .stored)
        #expect(try intake.admit(SentObject(tables: [(Self.display, [])])) == .sameImage(differing: []))
        #expect(try intake.admit(SentObject(padding: 0)) == .quarantined(reason: "it differs in (0028,0120)"))
    }

    @Test func `the same code stream is the same image, in any fragments and under the name of another coding`() throws
    {
        let stream = [0xFF, 0xD8] + (0..<60).map { UInt8($0) } + [0xFF, 0xD9]
        let first = SentObject(syntax: .jpegLossless, fragments: [[], stream])
        #expect(try intake.admit(first) == .stored)
        for fragments in [
            [[0, 0, 0, 0], stream], [[], Array(stream[..<20]), [], Array(stream[20...])], [stream],
        ] {
            #expect(
                try intake.admit(SentObject(syntax: .jpegLossless, fragments: fragments)) == .sameImage(differing: []))
        }
        #expect(
            try intake.admit(SentObject(syntax: .jpegLosslessFirstOrder, fragments: [[], stream]))
                == .sameImage(differing: [])
        )
        for other in [stream + [0xFF, 0xD9], Array(stream.reversed()), Array(stream.dropLast(2))] {
            #expect(
                try intake.admit(SentObject(syntax: .jpegLossless, fragments: [[], other]))
                    == .quarantined(
                        reason:
                            "its compressed pixels have other bytes, and compressed pixels are not decoded to compare them"
                    ))
        }
        #expect(try keeps(first))
    }

    @Test func `a document is compared as a whole, and in its own syntax only`() throws {
        let first = SentObject(sopClass: SOPClass.basicTextSR, pixels: nil)
        #expect(try intake.admit(first) == .stored)
        var other = first
        other.patientName = "ROE^JANE"
        #expect(try intake.admit(other) == .quarantined(reason: "its content differs"))
        other = first
        other.syntax = .implicitVRLittleEndian
        let reason =
            "it has no pixels to compare, and is in Implicit VR Little Endian and the first in Explicit VR Little Endian"
        #expect(try intake.admit(other) == .quarantined(reason: reason))
    }

    @Test func `without a Patient ID the name says who the patient is`() throws {
        #expect(try intake.admit(SentObject(patientID: nil)) == .stored)
        #expect(
            try intake.admit(SentObject(patientName: "ROE^JANE", patientID: nil))
                == .quarantined(reason: "it differs in (0010,0010)"))
        #expect(
            try intake.admit(SentObject(syntax: .implicitVRLittleEndian, patientID: nil)) == .sameImage(differing: []))
    }

    @Test func `nothing is compared with a damaged file`() throws {
        #expect(try intake.admit(SentObject()) == .stored)
        let stored = try #require(try workList.storedInstance("1.2.3.1"))
        try #require(truncate(stored.path, off_t(stored.byteCount - 2)) == 0)
        #expect(
            try intake.admit(SentObject(patientName: "ROE^JANE"))
                == .quarantined(reason: "the stored file is missing or damaged, so they cannot be compared"))
        #expect(try intake.admit(SentObject()) == .alreadyStored)
        #expect(try keeps(SentObject()))
    }
}
