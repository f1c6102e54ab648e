import DICOMCore
import DICOMObject
import Foundation
import Imaging
import Platform
import ReportGeneration
import WorkList

/// From a claimed study to its draft: decode → preprocess → model → report → SR. The whole of what the daemon is for.
final class Drafting {
    /// Images of one study that the model is shown at most; bounds the memory of a study.
    static let imageLimit = 4

    private let configuration: ReporterConfiguration
    private let files: InstanceFiles
    private let generator: ReportGenerator
    private let clock = ContinuousClock()

    /// Loads the model; throws `ReportGenerationError`.
    init(_ configuration: ReporterConfiguration, files: InstanceFiles) throws {
        self.configuration = configuration
        self.files = files
        let bundle = try ModelBundle(directory: URL(filePath: configuration.model))
        generator = try ReportGenerator(bundle: bundle, threads: configuration.threads)
    }

    /// Name and version of the model, for the log.
    var identity: String { "\(generator.identity.name) \(generator.identity.version)" }

    /// Makes the draft; nothing is stored yet but the file of the SR.
    ///
    /// - Throws: `ReportingError` when no image can be read, or what the parts throw.
    func draft(_ claim: WorkListStore.Claim) throws -> WorkListStore.NewDraft {
        let start = clock.now
        let read = try readImages(of: claim)
        let decode = clock.now
        let report = try generator.draft(read.map(\.picture))
        let reported = clock.now
        let document = try writeDocument(report, of: claim, from: read.map(\.image))
        let seconds = StageSeconds(
            decode: (decode - start) / .seconds(1), preprocess: report.timings.preprocess,
            encoder: report.timings.encoder, decoder: report.timings.decoder,
            sr: (clock.now - reported) / .seconds(1))
        return WorkListStore.NewDraft(
            document: document.header, path: document.path, contents: document.contents,
            report: try Self.json(report), modelName: generator.identity.name,
            modelVersion: generator.identity.version, weightsSHA256: generator.identity.weightsSHA256,
            stageSeconds: try Self.json(seconds))
    }

    private typealias ReadImage = (image: ReceivedImage, picture: GrayscaleImage)

    /// The images that can be decoded; one bad image does not cost the study its draft.
    private func readImages(of claim: WorkListStore.Claim) throws -> [ReadImage] {
        var read: [ReadImage] = []
        var failure: DICOMObjectError?
        for image in claim.images where read.count < Self.imageLimit {
            do throws(DICOMObjectError) {
                read.append(
                    (image, try DICOMFile(path: image.instance.path).grayscaleImage(threads: configuration.threads)))
            } catch {
                guard error.isPermanent else { throw error }
                failure = failure ?? error
            }
        }
        guard !read.isEmpty else {
            throw ReportingError.noReadableImage(count: claim.images.count, first: failure)
        }
        return read
    }

    private func writeDocument(
        _ report: DraftReport, of claim: WorkListStore.Claim, from images: [ReceivedImage]
    ) throws -> (header: InstanceHeader, path: String, contents: DurableFile.Contents) {
        let content = DraftContent(report, imagesRead: images.count, imagesEligible: claim.images.count)
        let now = DraftMoment()
        let document = DraftDocument(
            findings: content.findings, impression: content.impression, revision: claim.workItem.revision,
            contentDate: now.date, contentTime: now.time, device: device)
        let scratch = "\(files.incoming)/\(getpid()).sr.part"
        defer { unlink(scratch) }
        let identity = try document.write(to: scratch, images: images.map(\.instance.path))

        // DCMTK writes without fsync, so its bytes go through a durable file before any row names them.
        let file = try DurableFile(in: files.incoming)
        guard let bytes = try? Data(contentsOf: URL(filePath: scratch)) else {
            throw PlatformError.file(operation: "read", path: scratch, errno: errno)
        }
        bytes.withUnsafeBytes { file.write($0) }
        let contents = file.contents
        let path = try files.newInstancePath()
        try file.commit(as: files.absolute(path))

        var header = InstanceHeader(
            sopClassUID: DraftDocument.sopClassUID, sopInstanceUID: identity.sopInstanceUID.description,
            studyInstanceUID: claim.studyInstanceUID, seriesInstanceUID: identity.seriesInstanceUID.description,
            transferSyntaxUID: TransferSyntax.explicitVRLittleEndian.uid.description)
        header.modality = "SR"
        header.seriesNumber = DraftDocument.seriesNumber
        header.seriesDescription = DraftDocument.seriesDescription
        header.instanceNumber = claim.workItem.revision
        return (header, path, contents)
    }

    private var device: ReportingDevice {
        ReportingDevice(
            manufacturer: "thoraxd project", modelName: generator.identity.name,
            modelVersion: generator.identity.version, weightsHash: generator.identity.weightsSHA256,
            serialNumber: configuration.aeTitle, softwareVersion: Self.softwareVersion, name: configuration.aeTitle)
    }

    /// The daemon's version, as documents state it.
    static let softwareVersion = "thoraxd 0.1"

    private static func json(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }
}

/// Where the time of one draft went, in seconds.
private struct StageSeconds: Encodable {
    let decode: Double
    let preprocess: Double
    let encoder: Double
    let decoder: Double
    let sr: Double
}

/// The moment a draft was made, in the machine's local time as PS3.3 C.17.2 has it.
private struct DraftMoment {
    let date: String
    let time: String

    init() {
        let now = Calendar(identifier: .gregorian).dateComponents(
            [.year, .month, .day, .hour, .minute, .second], from: Date())
        func digits(_ number: Int?, _ width: Int) -> String {
            let text = String(number ?? 0)
            return String(repeating: "0", count: max(0, width - text.count)) + text
        }
        date = digits(now.year, 4) + digits(now.month, 2) + digits(now.day, 2)
        time = digits(now.hour, 2) + digits(now.minute, 2) + digits(now.second, 2)
    }
}
