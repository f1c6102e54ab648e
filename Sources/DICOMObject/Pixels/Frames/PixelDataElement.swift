import CDCMTK

/// Pixel Data (7FE0,0010) as it lies in the object, before anything is decoded.
struct PixelDataElement {
    private let file: DICOMFile
    /// Bytes of the value that are there: up to its length, or to the end of the object.
    let count: Int
    let hasUndefinedLength: Bool
    let isBigEndian: Bool
    /// "OB" or "UN" if the data set says so, else "OW".
    let representation: String

    /// Throws `noPixelData` if the object has none.
    init(_ file: DICOMFile) throws(DICOMObjectError) {
        var element = cd_pixel_element()
        cd_object_pixel_element(file.handle, &element)
        guard element.is_there else { throw .noPixelData }
        self.file = file
        count = element.count
        hasUndefinedLength = element.has_undefined_length
        isBigEndian = element.is_big_endian
        let letters = [element.vr.0, element.vr.1].filter { $0 != 0 }
        representation = String(decoding: letters.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Reads bytes of the value; throws `unreadable` if they are not there.
    func bytes(at offset: Int, count: Int) throws(DICOMObjectError) -> [UInt8] {
        var isRead = false
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            isRead = count == 0 || cd_object_pixel_bytes(file.handle, offset, count, buffer.baseAddress)
            filled = isRead ? count : 0
        }
        guard isRead else { throw .unreadable(reason: "Pixel Data cannot be read at its byte \(offset)") }
        return bytes
    }
}
