import CDCMTK
package import DICOMCore
import Glibc

/// One DICOM object read from a file, with or without Part 10 header (PS3.10).
///
/// Owns DCMTK's parse of it. Long values stay on disk until asked for, so opening is quick whatever the size.
/// Used by one thread at a time, in the reporter process and in tools. What nests too deeply for DCMTK's recursive
/// parser is refused before it, but decoders of hostile pixels remain: never in the network process.
package final class DICOMFile {
    let handle: OpaquePointer

    /// Parses the file at `path`; throws `unreadable` where it is no DICOM object, is cut short or nests too deeply.
    package init(path: String) throws(DICOMObjectError) {
        var opened: OpaquePointer?
        var status = cd_object_open(path, &opened)
        if status == CD_OBJECT_DEFLATED {
            let dataSet = try DICOMFile.inflatedDataSet(of: path)
            status = cd_object_open_inflated(path, dataSet, dataSet.count, &opened)
        }
        try DICOMObjectError.check(status)
        guard let opened else { throw .unreadable(reason: "nothing was opened") }
        handle = opened
    }

    /// The data set of a deflated file, unpacked within the bounds of `Inflation`.
    private static func inflatedDataSet(of path: String) throws(DICOMObjectError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        defer { close(descriptor) }
        do {
            var source = try ScanSource(descriptor: descriptor)
            let offset = try FileMetaInformation.Location(in: &source).dataSetOffset
            return try Inflation(source, from: offset).everything()
        } catch {
            throw .unreadable(reason: "\(error)")
        }
    }

    /// An object without attributes, to be filled and saved.
    init() throws(DICOMObjectError) {
        var created: OpaquePointer?
        try DICOMObjectError.check(cd_object_create(&created))
        guard let created else { throw .outOfMemory }
        handle = created
    }

    deinit { cd_object_close(handle) }

    /// The transfer syntax of the data set as it stands in the file.
    package var transferSyntaxUID: String { String(cString: cd_object_transfer_syntax(handle)) }

    /// The data set itself: the outermost item.
    package var dataSet: DICOMItem { DICOMItem(file: self, handle: cd_object_data_set(handle)) }

    /// How the object's text is read: its Specific Character Set (0008,0005).
    package private(set) lazy var characterSet = CharacterSet(definedTerms)

    /// The defined terms of Specific Character Set (0008,0005), joined by `\`; "" where it is absent.
    var definedTerms: String {
        var bytes = dataSet.bytes(.specificCharacterSet) ?? []
        while bytes.last == 0x20 { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// A text value of the data set in Unicode; see `DICOMItem.string`.
    package func string(_ tag: Tag) -> String? { dataSet.string(tag) }

    /// A text value of the data set byte for byte; see `DICOMItem.bytes`.
    package func bytes(_ tag: Tag) -> [UInt8]? { dataSet.bytes(tag) }
}

extension DICOMObjectError {
    /// Throws what a status of the C functions means; the text is DCMTK's own.
    static func check(_ status: cd_object_status) throws(DICOMObjectError) {
        let reason = String(cString: cd_last_error())
        switch status {
        case CD_OBJECT_OK: return
        case CD_OBJECT_NO_PIXEL_DATA: throw .noPixelData
        case CD_OBJECT_INCONSISTENT: throw .inconsistent(reason: reason)
        case CD_OBJECT_UNDECODABLE: throw .undecodable(reason: reason)
        case CD_OBJECT_OUT_OF_MEMORY: throw .outOfMemory
        case CD_OBJECT_UNAVAILABLE: throw .libraryUnavailable(reason: reason)
        case CD_OBJECT_INVALID: throw .invalidReport(reason: reason)
        case CD_OBJECT_NOT_WRITTEN: throw .notWritten(reason: reason)
        default: throw .unreadable(reason: reason)
        }
    }
}
