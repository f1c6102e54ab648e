package import DICOMCore

/// The object that a file says it holds, in its file meta information (PS3.10 7.1): what a failure is named by if the data set
/// cannot be read.
package struct PartIdentity: Sendable, Equatable {
    package let sopClassUID: String
    package let sopInstanceUID: String

    /// Elements of file meta information that are read.
    private static let elementLimit = 64
    private static let longForms: Set<String> = ["OB", "OW", "UN", "UT", "SQ"]

    /// Reads it from a whole file; nil if the file has none, or if it is not of two UIDs.
    package init?(in source: inout ScanSource) {
        do throws(HeaderScanError) {
            guard try source.bytes(at: 128, length: 4).map(Array.init) == Array("DICM".utf8) else { return nil }
            var uids: [UInt16: UID] = [:]
            var offset = 132
            for _ in 0..<PartIdentity.elementLimit {
                // Group and element, VR, and a length of two bytes, or of four after two that are reserved (PS3.5 7.1.2).
                guard let head = try source.bytes(at: offset, length: 12).map(Array.init), head[0] == 2, head[1] == 0
                else { break }
                let isLong = PartIdentity.longForms.contains(String(decoding: head[4..<6], as: UTF8.self))
                let digits = isLong ? head[8..<12] : head[6..<8]
                let length = digits.reversed().reduce(0) { $0 << 8 | Int($1) }
                let start = offset + (isLong ? 12 : 8)
                if length <= 66, let value = try source.bytes(at: start, length: length) {
                    let text = String(decoding: value, as: UTF8.self).prefix { $0 != " " && $0 != "\0" }
                    uids[UInt16(head[2]) | UInt16(head[3]) << 8] = UID(String(text))
                }
                offset = start + length
            }
            guard let sopClass = uids[0x0002], let instance = uids[0x0003] else { return nil }
            (sopClassUID, sopInstanceUID) = (sopClass.description, instance.description)
        } catch {
            return nil
        }
    }
}
