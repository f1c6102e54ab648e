import CDCMTK
package import DICOMCore
import Glibc

/// One DICOM object read from a file, with or without Part 10 header (PS3.10).
///
/// Owns DCMTK's parse tree of the attributes that decoding, display and documents need (`DataSetExtract`): private and
/// other sequences are not needed, may be damaged, and never reach DCMTK. The pixels stay on disk until they
/// are read. Used by one thread at a time, in the decoder process and in tools, and by the reporter process to write. The
/// pixel decoders see untrusted data: never read an image with this in a process that holds anything.
package final class DICOMFile {
    let handle: OpaquePointer

    /// Damaged sequences of the object; reading treats them as absent.
    package let passedOver: [Tag]
    /// Display attributes that occur twice with different values; reading treats them as absent.
    let repeated: [Tag]
    /// Float Pixel Data or Double Float Pixel Data, if the object has it.
    let floatingPixels: Tag?

    /// Reads an open file, which the caller closes; throws `unreadable` if it is not a DICOM object, is truncated or
    /// nests too deeply.
    package init(descriptor: Int32) throws(DICOMObjectError) {
        let (elements, extract) = try ObjectElements.read(descriptor)
        passedOver = extract.passedOver
        repeated = extract.repeated
        floatingPixels = extract.floatingPixels
        handle = try elements.parse(extract, of: descriptor)
    }

    /// Reads the file at `path`.
    package convenience init(path: String) throws(DICOMObjectError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .unreadable(reason: "the file cannot be opened (errno \(errno))") }
        defer { close(descriptor) }
        try self.init(descriptor: descriptor)
    }

    /// Loads what reading an object needs of the machine: DCMTK's data dictionary and the conversions of text. A process
    /// that has done so needs no file of the machine any more.
    package static func prepare() throws(DICOMObjectError) {
        _ = try DICOMFile()
        CharacterSet.openConversions()
    }

    /// Creates an object without attributes, to be filled and saved.
    init() throws(DICOMObjectError) {
        var created: OpaquePointer?
        try DICOMObjectError.check(cd_object_create(&created))
        guard let created else { throw .outOfMemory }
        handle = created
        passedOver = []
        repeated = []
        floatingPixels = nil
    }

    deinit { cd_object_close(handle) }

    /// UID of the transfer syntax that the data set has in the file.
    package var transferSyntaxUID: String { String(cString: cd_object_transfer_syntax(handle)) }

    /// The transfer syntax; throws `unsupportedTransferSyntax` if no image in it can be decoded. For a retired JPEG process
    /// the code stream decides that.
    func readableSyntax() throws(DICOMObjectError) -> TransferSyntax {
        guard let syntax = TransferSyntax(uid: transferSyntaxUID), syntax.isDecodable || syntax.isRetiredJPEG else {
            throw .unsupportedTransferSyntax(uid: transferSyntaxUID)
        }
        return syntax
    }

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
