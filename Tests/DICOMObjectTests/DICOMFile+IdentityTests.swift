import DICOMCore
import Foundation
import Testing

@testable import DICOMObject

/// The row of an image and its file must name the same patient, instance and size.
struct DICOMFileIdentityTests {
    private func identity(
        _ header: InstanceHeader, study: String? = nil, instance: String? = nil, patientID: String?? = .none,
        rows: Int?? = .none, columns: Int?? = .none
    ) -> ImageIdentity {
        ImageIdentity(
            studyInstanceUID: study ?? header.studyInstanceUID, sopInstanceUID: instance ?? header.sopInstanceUID,
            patientID: patientID ?? header.patientID, rows: rows ?? header.rows, columns: columns ?? header.columns)
    }

    @Test func `every object of the field is what its row says`() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: FieldFiles.folder.path)
            .filter { $0.hasSuffix(".dcm") }
        #expect(names.count == 35)
        for name in names {
            let row = identity(try FieldFiles.header(name))
            #expect(throws: Never.self, "\(name)") { try DICOMFile(path: FieldFiles.path(name)).check(against: row) }
        }
    }

    @Test func `attributes that differ are named without their values`() throws {
        let header = try FieldFiles.header("trailing_garbage.dcm")
        let file = try DICOMFile(path: FieldFiles.path("trailing_garbage.dcm"))
        for (row, names) in [
            (identity(header, study: "1.2.99"), "(0020,000D)"), (identity(header, instance: "1.2.99"), "(0008,0018)"),
            (identity(header, patientID: "OTHER"), "(0010,0020)"), (identity(header, rows: 64), "(0028,0010)"),
            (identity(header, patientID: "OTHER", columns: 1024), "(0010,0020), (0028,0011)"),
        ] {
            let reason = "\(names) in the file is not what was read when the object was stored"
            #expect(throws: DICOMObjectError.unreadable(reason: reason)) { try file.check(against: row) }
        }
    }

    @Test func `a row that has no value or its padding is no difference`() throws {
        let header = try FieldFiles.header("trailing_garbage.dcm")
        let file = try DICOMFile(path: FieldFiles.path("trailing_garbage.dcm"))
        let id = try #require(header.patientID)
        for known in [nil, "", " \(id) ", "\(id)\u{FFFD}"] {
            try file.check(against: identity(header, patientID: .some(known), rows: .some(nil), columns: .some(nil)))
        }
    }
}
