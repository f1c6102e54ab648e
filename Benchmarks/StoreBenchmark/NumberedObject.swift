import DICOMCore
import Foundation

/// A data set whose study, series and instance UIDs end in eleven digits that are replaced by a number.
struct NumberedObject: Sendable {
    /// The digits at the end of the file's UIDs.
    static let ending = "10000000000"

    let sopClassUID: UID
    let transferSyntax: TransferSyntax
    private let prefix: String
    private let bytes: [UInt8]
    private let places: [Int]

    struct Unusable: Error {}

    init(path: String) throws {
        let file = [UInt8](try Data(contentsOf: URL(filePath: path)))
        var source = ScanSource(file)
        let location = try FileMetaInformation.Location(in: &source)
        bytes = Array(file[location.dataSetOffset...])
        transferSyntax = location.transferSyntax
        var dataSet = ScanSource(bytes)
        let header = try InstanceHeader(scanning: &dataSet, transferSyntax: transferSyntax)
        guard let sopClass = UID(header.sopClassUID), header.sopInstanceUID.hasSuffix(Self.ending) else {
            throw Unusable()
        }
        sopClassUID = sopClass
        prefix = String(header.sopInstanceUID.dropLast(Self.ending.count))
        // The UIDs precede the pixel data.
        let digits = Array(Self.ending.utf8)
        let head = bytes.prefix(4096)
        places = head.indices.filter { head[$0...].starts(with: digits) }
        guard places.count == 3 else { throw Unusable() }
    }

    var byteCount: Int { bytes.count }

    func instance(_ number: Int) -> (uid: UID, dataSet: [UInt8])? {
        let digits = String(10_000_000_000 + number)
        guard let uid = UID(prefix + digits) else { return nil }
        var copy = bytes
        for place in places { copy.replaceSubrange(place..<(place + digits.utf8.count), with: digits.utf8) }
        return (uid, copy)
    }
}
