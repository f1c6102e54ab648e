import DICOMCore
import Glibc
import Platform
import WorkListDatabase

/// Compares a received object with the one that is stored under its SOP Instance UID. Pixels are decoded only where their bytes
/// do not tell, and never in this process.
struct ObjectComparison {
    enum Outcome {
        /// The data sets are the same; only the file meta information differs, which an earlier version wrote.
        case sameDataSet
        /// Class, study, series and patient agree and the pixels are the same; these attributes differ.
        case sameImage(differing: [Tag])
        case other(reason: String)
    }

    let stored: StoredInstance
    /// Decodes compressed pixels; without it they are compared by their bytes only.
    var decoding: (any ImageDecoding)?

    /// - Parameters:
    ///   - source: the received file.
    ///   - path: of the received file.
    ///   - header: of the received object.
    func outcome(for source: ScanSource, at path: String, _ header: InstanceHeader) -> Outcome {
        let written = DurableFile.Contents(byteCount: stored.byteCount, sha256: stored.sha256)
        guard (try? DurableFile.Contents(ofFileAt: stored.path)) == written else {
            return .other(reason: "the stored file is missing or damaged, so they cannot be compared")
        }
        do throws(HeaderScanError) {
            return try compare(
                Part10(source, at: path), Part10(try ScanSource(path: stored.path), at: stored.path), header)
        } catch {
            return .other(reason: "they cannot be compared: \(error)")
        }
    }

    private func compare(
        _ new: Part10, _ first: Part10, _ header: InstanceHeader
    ) throws(HeaderScanError) -> Outcome {
        if new.transferSyntax == first.transferSyntax, try new.dataSet.isSame(as: first.dataSet) {
            return .sameDataSet
        }
        var source = first.source
        let known = try InstanceHeader(ofFile: &source)
        let identity = header.identity(differingFrom: known)
        guard identity.isEmpty else {
            return .other(reason: "it differs in \(identity.map(\.description).joined(separator: ", "))")
        }
        guard let pixels = try new.pixels, let firstPixels = try first.pixels else {
            return .other(
                reason: new.transferSyntax == first.transferSyntax
                    ? "its content differs"
                    : "it has no pixels to compare, and is in \(new.transferSyntax.name) and the first in "
                        + first.transferSyntax.name)
        }
        return switch try pixels.compared(with: firstPixels) {
        case .same: .sameImage(differing: header.description(differingFrom: known))
        case .different: .other(reason: "its pixels differ")
        case .otherMeaning(let tag): .other(reason: "it differs in \(tag)")
        case .incomparable: compareDecoded(new, first, differing: header.description(differingFrom: known))
        }
    }

    /// Compares the samples of two images, of which at least one is compressed. A lossy copy has other samples.
    private func compareDecoded(_ new: Part10, _ first: Part10, differing: [Tag]) -> Outcome {
        let met =
            new.transferSyntax == first.transferSyntax
            ? "its compressed pixels have other bytes"
            : "it is in \(new.transferSyntax.name) and the first in \(first.transferSyntax.name)"
        guard let decoding, new.transferSyntax.isDecodable, first.transferSyntax.isDecodable else {
            return .other(reason: "\(met), and compressed pixels are not decoded to compare them")
        }
        do throws(ImageDecodingError) {
            let isSame = try decoding.haveSameSamples(first.path, new.path)
            return isSame ? .sameImage(differing: differing) : .other(reason: "its pixels differ: \(met)")
        } catch {
            return .other(reason: "\(met), and their samples were not compared: \(error)")
        }
    }
}

/// A file with its meta information (PS3.10).
private struct Part10 {
    let source: ScanSource
    let dataSetOffset: Int
    let transferSyntax: TransferSyntax
    let path: String

    init(_ source: ScanSource, at path: String) throws(HeaderScanError) {
        self.path = path
        var source = source
        let location = try FileMetaInformation.Location(in: &source)
        self.source = source
        dataSetOffset = location.dataSetOffset
        transferSyntax = location.transferSyntax
    }

    var dataSet: ByteRun { ByteRun(source, dataSetOffset..<source.count) }

    var pixels: ImagePixels? {
        get throws(HeaderScanError) {
            try ImagePixels(source, from: dataSetOffset, transferSyntax: transferSyntax)
        }
    }
}

extension ScanSource {
    /// The bytes of an uncommitted file.
    init(_ file: DurableFile) {
        self.init(count: file.byteCount) { offset, size throws(HeaderScanError) in
            do { return try file.read(at: offset, size: size) } catch { throw .unreadable(errno: EIO) }
        }
    }
}
