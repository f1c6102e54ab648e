import CDCMTK
package import DICOMCore
import Glibc

/// One DICOM object read from a file, with or without Part 10 header (PS3.10).
///
/// Owns DCMTK's parse tree. Long values stay on disk until they are read, so opening is quick whatever the file's size.
/// Used by one thread at a time, in the reporter process and in tools. A file that nests too deeply for DCMTK's
/// recursive parser is refused first, but the pixel decoders still see untrusted data: never use this in the network
/// process.
package final class DICOMFile {
    let handle: OpaquePointer

    /// Parses the file at `path`; throws `unreadable` if it is not a DICOM object, is truncated or nests too deeply.
    package init(path: String) throws(DICOMObjectError) {
        var opened: OpaquePointer?
        var status = cd_object_open(path, &opened)
        if status == CD_OBJECT_DEFLATED {
            let dataSet = try DICOMFile.inflatedDataSet(of: path)
            status = cd_object_open_inflated(path, dataSet, dataSet.count, &opened)
        }
        try DICOMObjectError.check(status)
        guard let opened else { throw .unreadable(reason: "DCMTK returned no object") }
        handle = opened
    }

    /// The data set of a deflated file, inflated within the limits of `Inflation`.
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

    /// Creates an object without attributes, to be filled and saved.
    init() throws(DICOMObjectError) {
        var created: OpaquePointer?
        try DICOMObjectError.check(cd_object_create(&created))
        guard let created else { throw .outOfMemory }
        handle = created
    }

    deinit { cd_object_close(handle) }

    /// UID of the transfer syntax that the data set has in the file.
    package var transferSyntaxUID: String { String(cString: cd_object_transfer_syntax(handle)) }

    /// The data set: the outermost item.
    package var dataSet: DICOMItem { DICOMItem(file: self, handle: cd_object_data_set(handle)) }

    /// The character set of the object's text, from Specific Character Set (0008,0005).
    package private(set) lazy var characterSet = CharacterSet(definedTerms)

    /// The defined terms of Specific Character Set (0008,0005), joined by `\`; "" if it is absent.
    var definedTerms: String {
        var bytes = dataSet.bytes(.specificCharacterSet) ?? []
        while bytes.last == 0x20 { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// A text value of the data set as Unicode; see `DICOMItem.string`.
    package func string(_ tag: Tag) -> String? { dataSet.string(tag) }

    /// The raw bytes of a text value of the data set; see `DICOMItem.bytes`.
    package func bytes(_ tag: Tag) -> [UInt8]? { dataSet.bytes(tag) }
}

extension DICOMObjectError {
    /// Throws the error for a status of the C functions, with DCMTK's text.
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
