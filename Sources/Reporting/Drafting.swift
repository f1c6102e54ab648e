import DICOMCore
import DICOMObject
import Decoding
import FilmSelection
import Foundation
import OperatorErrors
import ReportGeneration
import WorkList
import WorkListDatabase

/// Turns a claimed study into its draft: decode → preprocess → model → report → documents.
final class Drafting {
    /// Maximum number of images of one study that the model reads; bounds the memory used.
    static let imageLimit = 4

    private let configuration: ReporterConfiguration
    /// Writes the documents, and removes those that were not stored.
    let writer: DocumentWriter
    private let generator: ReportGenerator
    /// Read what peers sent.
    let decoders: Decoders
    /// When the work list was last restored, in milliseconds since 1970.
    private let restoredAt: Int64?
    private let clock = ContinuousClock()

    /// Loads the model; throws `ReportGenerationError`.
    init(
        _ configuration: ReporterConfiguration, files: InstanceFiles, decoders: Decoders, restoredAt: Int64? = nil
    ) throws {
        self.configuration = configuration
        self.restoredAt = restoredAt
        self.decoders = decoders
        writer = DocumentWriter(files: files, routes: configuration.routes)
        let bundle = try ModelBundle(directory: URL(filePath: configuration.model))
        generator = try ReportGenerator(bundle: bundle, threads: configuration.limits.threads)
    }

    /// Name and version of the model, for the log.
    var identity: String { "\(generator.identity.name) \(generator.identity.version)" }

    /// Makes the draft. Only the files of its documents are written; no row is stored yet.
    ///
    /// - Returns: the draft, and what was written of it: the forms left out, the scripts without a font.
    /// - Throws: `ReportingError` if no image can be read, or the error of a stage.
    func draft(
        _ claim: WorkListStore.Claim
    ) throws -> (draft: WorkListStore.NewDraft, written: DocumentWriter.Written) {
        let start = clock.now
        let read = try readImages(of: claim)
        let decode = clock.now
        let images = read.map(\.image)
        let report = try generator.draft(read.map(\.displayed.picture)).noted(
            images.indices.filter { !Eligibility.statesView(images[$0]) }.map { .viewNotStated(picture: $0) })
        let reported = clock.now
        let record = DraftRecord(
            report: report, display: read.map(\.displayed.transformation), limits: generator.limits)
        let films = DisplayedFilms(read.map { ($0.image.instance.path, .success($0.displayed)) }) { $1 }
        let written = try writer.write(document(record, of: claim), about: images, films: films, of: claim)
        let seconds = StageSeconds(
            decode: (decode - start) / .seconds(1), preprocess: report.timings.preprocess,
            encoder: report.timings.encoder, decoder: report.timings.decoder,
            sr: (clock.now - reported) / .seconds(1))
        let draft = WorkListStore.NewDraft(
            documents: written.documents, report: try Self.json(record), modelName: generator.identity.name,
            modelVersion: generator.identity.version, weightsSHA256: generator.identity.weightsSHA256,
            stageSeconds: try Self.json(seconds),
            attention: report.abstained ? nil : report.attention.map { DraftAttention($0, of: images) })
        return (draft, written)
    }

    private typealias ReadImage = (image: ReceivedImage, displayed: DisplayedImage)

    /// Decodes the images. One that is damaged or not what its row says is skipped, so that the study still gets a draft.
    private func readImages(of claim: WorkListStore.Claim) throws -> [ReadImage] {
        try decoders.decoding { try readImages(of: claim, with: $0) }
    }

    private func readImages(of claim: WorkListStore.Claim, with decoder: DecoderProcess) throws -> [ReadImage] {
        var read: [ReadImage] = []
        var failure: DICOMObjectError?
        for image in claim.images where read.count < Self.imageLimit {
            do {
                // What the documents copy from the file must be of the image that the row says, whatever the decoder says.
                try DICOMFile(path: image.instance.path).check(against: image.identity)
                let threads = configuration.limits.threads
                read.append((image, try decoder.picture(of: image.instance.path, threads: threads)))
            } catch let error as DICOMObjectError {
                guard error.isPermanent else { throw error }
                failure = failure ?? error
            }
        }
        guard !read.isEmpty else {
            throw ReportingError.noReadableImage(count: claim.images.count, first: failure)
        }
        return read
    }

    private func document(_ record: DraftRecord, of claim: WorkListStore.Claim) -> DraftDocument {
        let report = record.report
        let content = DraftContent(report, display: record.display, imagesEligible: claim.images.count)
        let now = LocalMoment()
        let assessments = report.probabilities.map {
            AssessedFinding(
                label: $0.label, probability: $0.probability, threshold: $0.threshold,
                presentThreshold: $0.presentThreshold)
        }
        return DraftDocument(
            findings: content.findings, remarks: content.remarks, impression: content.impression,
            assessments: report.abstained ? [] : assessments, assessmentText: content.assessmentText,
            revision: claim.workItem.revision,
            contentDate: now.date, contentTime: now.time, device: device, restoredAt: restoredAt)
    }

    private var device: ReportingDevice {
        ReportingDevice(
            aeTitle: configuration.aeTitle,
            model: DraftModel(
                name: generator.identity.name, version: generator.identity.version,
                weightsSHA256: generator.identity.weightsSHA256))
    }

    private static func json(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }
}

/// Duration of each stage of one draft, in seconds.
private struct StageSeconds: Encodable {
    let decode: Double
    let preprocess: Double
    let encoder: Double
    let decoder: Double
    let sr: Double
}
