import DICOMCore
import DICOMNetwork
import DICOMObject
import Delivery
import FoundationEssentials
import Imaging
import Intake
import HTTPListening
import NeuralNetwork
import OperatorErrors
import Platform
import Query
import Renderings
import ReportGeneration
import ReportMetrics
import ReportTraining
import Reporting
import Review
import Tensors
import Testing
import ThoraxConfiguration
import WorkList
import WorkListDatabase

/// Every case of every error that an operator sees, and its kind.
struct EveryErrorTests {
    typealias Sample = (error: any OperatorError, fault: FaultKind)

    func samples(_ fault: FaultKind, _ errors: [any OperatorError]) -> [Sample] {
        errors.map { ($0, fault) }
    }

    func check(_ samples: [Sample]) {
        for sample in samples {
            #expect(sample.error.fault == sample.fault, "\(sample.error)")
            #expect(!sample.error.hint.isEmpty && !sample.error.description.isEmpty, "\(sample.error)")
        }
    }

    @Test func `the errors of rendering`() {
        check(
            samples(.busy, [RenderingError.busy(limit: 2)]) + samples(.unavailable, [RenderingError.noDecoder("r")])
                + samples(.internal, [RenderingError.notRendered("r")]))
    }

    @Test func `the errors of decoding for peers`() {
        check(
            samples(.busy, [ImageDecodingError.busy(limit: 2)])
                + samples(.malformed, [ImageDecodingError.undecodable(reason: "r")])
                + samples(.internal, [ImageDecodingError.failed(reason: "r")])
                + samples(.outOfResources, [ImageDecodingError.noSpace(bytes: 1)]))
    }

    @Test func `the ground's errors`() {
        let path = "x"
        check(
            samples(
                .outOfResources,
                [
                    PlatformError.file(operation: "open", path: path, errno: 13),
                    PlatformError.thread(name: "t", errno: 11),
                    PlatformError.limit(name: "files", errno: 1), HeaderScanError.unreadable(errno: 5),
                    NetworkError.unreadable(path: path, errno: 5), DICOMObjectError.notWritten(reason: "r"),
                ])
                + samples(
                    .busy,
                    [
                        PlatformError.locked(path: path, pid: 1), NetworkError.tooManyAssociations,
                        NetworkError.stopping,
                    ])
                + samples(
                    .malformed,
                    [
                        ConversionError.unknownVR(.rows, letters: "ZZ", offset: 0),
                        ConversionError.undefinedLength(.pixelData, offset: 0),
                        ConversionError.explicitItems(.rows, offset: 0),
                        ConversionError.truncated(.rows, offset: 0), ConversionError.tooLong(.rows, offset: 0),
                        ConversionError.misplaced(.rows, offset: 0), ConversionError.tooDeep(offset: 0),
                        ConversionError.unreadable(.noPrefix),
                        HeaderScanError.noPrefix, HeaderScanError.noElement(offset: 0),
                        HeaderScanError.unknownVR(.sopInstanceUID, offset: 0), HeaderScanError.truncated(offset: 0),
                        HeaderScanError.unexpected(.sopInstanceUID, offset: 0, within: nil),
                        HeaderScanError.overrun(.sopInstanceUID, offset: 0, bytes: 1, within: nil),
                        HeaderScanError.attributesTooLarge(bytes: 1),
                        HeaderScanError.badLength(.sopInstanceUID, offset: 0), HeaderScanError.tooDeep(offset: 0),
                        HeaderScanError.tooManyElements(offset: 0), HeaderScanError.missing(.sopInstanceUID),
                        HeaderScanError.invalidUID(.sopInstanceUID), HeaderScanError.unknownTransferSyntax(),
                        HeaderScanError.repeated(.patientID, offset: 0),
                        HeaderScanError.damagedDeflation(offset: 0), HeaderScanError.inflatesTooFar(bytes: 1),
                        NetworkError.protocolViolation("p"), DICOMObjectError.unreadable(reason: "r"),
                        DICOMObjectError.unsupportedTransferSyntax(uid: "1"), DICOMObjectError.noPixelData,
                        DICOMObjectError.tooLarge(samples: 2, limit: 1), DICOMObjectError.inconsistent(reason: "r"),
                        DICOMObjectError.unsupportedPixels(reason: "r"), DICOMObjectError.undecodable(reason: "r"),
                        DICOMObjectError.invalidReport(reason: "r"), ImagingError.unknownFormat(path: path),
                        ImagingError.tooLarge(path: path, reason: "r"),
                        ImagingError.unsupported(path: path, reason: "r"),
                        ImagingError.corrupt(path: path, reason: "r"),
                    ])
                + samples(
                    .unavailable,
                    [
                        NetworkError.address("a", errno: 98), NetworkError.address("a", errno: 13),
                        NetworkError.library("l"), NetworkError.aborted, NetworkError.closed,
                        NetworkError.timedOut(while: .idle), NetworkError.unreachable(peer: "p", reason: "r"),
                        NetworkError.rejected(.localLimitExceeded), NetworkError.tls("t"),
                        DICOMObjectError.libraryUnavailable(reason: "r"), DICOMObjectError.outOfMemory,
                        DICOMObjectError.notDrawn(reason: "r"),
                    ])
                + samples(.misconfigured, [NetworkError.credentials("c", hint: "h")])
                + samples(.notFound, [ImagingError.unreadable(path: path, reason: "r")]))
    }

    @Test func `the model's errors`() {
        let path = "x"
        let unreadable = CheckpointError.unreadable(file: path, reason: "r")
        check(
            samples(
                .misconfigured,
                [
                    ComputeError.blasMissing("b"), ProcessGroupError.builtWithoutMPI,
                    ReportGenerationError.unreadable(path: path, reason: "r"),
                    ReportGenerationError.hashMismatch(path: path), ReportGenerationError.notHashed(path: path),
                    ReportGenerationError.invalid(path: path, reason: "r"),
                    ReportGenerationError.cannotCompute(reason: "r", hint: "h"),
                    TrainingError.invalidConfiguration("c"),
                    TrainingError.otherRun("o"), TrainingError.otherSplit,
                    TrainingError.indivisible(studies: 3, ranks: 2),
                    TrainingError.ranksDiffer, TrainingError.noOrientationCheck,
                ])
                + samples(
                    .notFound,
                    [
                        unreadable, TrunkImportError.unreadable(unreadable), ReportMetricsError.noWordNet(path: path),
                        DatasetError.unreadable(path: path, reason: "r"),
                    ])
                + samples(
                    .malformed,
                    [
                        CheckpointError.malformed(reason: "r"),
                        CheckpointError.unsupportedType(tensor: "t", type: "I8"),
                        CheckpointError.missing(["t"]), CheckpointError.unexpected(["t"]),
                        CheckpointError.wrongShape(tensor: "t", expected: [1], found: [2]),
                        ReportGenerationError.noImages,
                        ReportMetricsError.brokenFile(path: path, reason: "r"),
                        ReportMetricsError.unreadableParaphrases(path: path, reason: "r"),
                        DatasetError.tableTooLarge(path: path, bytes: 1),
                        DatasetError.missingColumn(path: path, column: "c"),
                        DatasetError.brokenRows(path: path, faults: []), DatasetError.emptyTable(path: path),
                        DatasetError.brokenRecords(path: path, faults: [], count: 1), DatasetError.emptyFold("train"),
                        TrainingError.unusableWeights(path: path, reason: "r"),
                        TrunkImportError.noTrunk(path: path, prefixes: []),
                        TrunkImportError.unknownKind(path: path, block: .basic, blocks: [1]),
                        TrunkImportError.wrongTensors(path: path, kind: "k", faults: [], count: 1),
                        TrunkImportError.tooFewChannels(path: path),
                    ])
                + samples(
                    .outOfResources,
                    [
                        TrainingError.unwritable(path: path, reason: "r"),
                        TrunkImportError.cannotWrite(path: path, reason: "r"),
                    ])
                + samples(.invalid, [TrainingError.diverged(epoch: 1, step: 1)]))
    }

    @Test func `the work list's and the features' errors`() {
        check(
            samples(
                .unavailable,
                [
                    WorkListError.unusable(path: "x", message: "m"), WorkListError.unexpected("m"),
                    WorkListError.damaged(path: "x", message: "m"),
                    HTTPServerError.cannotListen(address: "a", port: 1, reason: "r", section: "metrics"),
                ])
                + samples(
                    .misconfigured,
                    [
                        WorkListError.otherSchema(path: "x", isNewer: true),
                        WorkListError.otherSchema(path: "x", isNewer: false),
                        HTTPServerError.certificate("c", hint: "name a PEM file"),
                    ])
                + samples(
                    .busy,
                    [
                        WorkListError.database(message: "m", isBusy: true, isOutOfSpace: false),
                        WorkListError.changesTooFast(bytes: 1),
                        IntakeError.storedMeanwhile,
                    ])
                + samples(
                    .outOfResources,
                    [
                        WorkListError.database(message: "m", isBusy: false, isOutOfSpace: true)
                    ])
                + samples(
                    .malformed,
                    [
                        ReportingError.noReadableImage(count: 1, first: .noPixelData),
                        ReportingError.noReadableImage(count: 0, first: nil),
                    ])
                + samples(
                    .notFound,
                    [
                        WorkListError.noSuchStudy("s"), ReviewError.noSuchUser("u"), ReviewError.nothingToConfirm,
                        ReportingError.noPredecessor,
                    ])
                + samples(
                    .conflict,
                    [
                        WorkItemError.transitionRefused(state: .queued, event: "e"),
                        WorkItemError.needsForce(state: .drafted), WorkItemError.alreadyHeld(workItem: 1),
                        WorkItemError.notHeld(workItem: 1), WorkItemError.claimLost(workItem: 1),
                        DeliveryError.transitionRefused(state: .delivered, event: "e"),
                        DeliveryError.claimLost(outboxRow: 1), ReviewError.notHeld(.drafted),
                        ReviewError.notReviewable(.accepted), ReviewError.nothingSigned(.rejected),
                        ReviewError.studyChanged(sinceRevision: 1, state: .drafted), ReviewError.hasVerdict,
                        ReviewError.decisionLost, WorkItemError.noLostDecision(workItem: 1),
                        ReviewError.otherText(
                            ReviewNote(findings: "f", impression: "", revision: 1, savedAt: .now)),
                    ])
                + samples(
                    .held,
                    [
                        ReviewError.held(by: "mary", name: "Doe^Mary", until: .now),
                        ReviewError.reportIsRead(until: .now),
                    ])
                + samples(
                    .forbidden,
                    [
                        ReviewError.notAReviewer("a", isDisabled: true),
                        ReviewError.notAReviewer("a", isDisabled: false),
                    ])
                + samples(.duplicate, [ReviewError.loginTaken("a")])
                + samples(
                    .invalid,
                    [
                        WorkListError.ambiguousStudy("s", workItems: [1, 2]), ReviewError.invalidUser("f"),
                        ReviewError.noDraftOffered(reason: "r"), ReviewError.emptyText,
                        ReviewError.severalToConfirm([1, 2]),
                        ReviewError.malformed(line: 3, problem: "x"), ReviewError.malformed(line: nil, problem: "x"),
                        QueryError.unknownLevel, QueryError.noUniqueKey,
                    ])
                + samples(.tooLarge, [QueryError.tooMany(limit: 1)]))
        #expect(ReviewError.malformed(line: 3, problem: "x").description == "line 3: x")
    }

    @Test func `every error of a configuration is for a person to correct`() {
        let place = "file line 1"
        check(
            samples(
                .misconfigured,
                [
                    ConfigurationError.unreadable(path: "x", reason: "r"),
                    ConfigurationError.notYAML(at: "x", reason: "r", hint: "h"),
                    ConfigurationError.unknownKey(name: "k", nearest: "l", at: place),
                    ConfigurationError.unknownKey(name: "k", nearest: nil, at: place),
                    ConfigurationError.wrongValue(name: "k", value: "v", at: place, expected: "e"),
                    ConfigurationError.missingKey(name: "k", at: place),
                    ConfigurationError.repeatedPeer(name: "p", at: place),
                    ConfigurationError.indistinctPeers(name: "p", other: "q", at: place),
                    ConfigurationError.missingHost(name: "p", key: "k", at: place),
                    ConfigurationError.unprovenSigner(name: "n", at: place),
                    ConfigurationError.namesWithoutTLS(name: "n", at: place),
                    ConfigurationError.anonymousPeer(name: "n", need: "certificate_names"),
                    ConfigurationError.missingNeed(name: "k", for: "l"), ConfigurationError.noPort,
                ]))
    }

    private static let answered: [(any OperatorError, UInt16)] = [
        (QueryError.unknownLevel, 0xA900), (QueryError.noUniqueKey, 0xA900), (QueryError.tooMany(limit: 1), 0xA702),
        (HeaderScanError.truncated(offset: 1), 0xC000), (HeaderScanError.unreadable(errno: 5), 0xA700),
        (WorkListError.unexpected("m"), 0xA700),
        (PlatformError.file(operation: "write", path: "x", errno: 28), 0xA700),
        (IntakeError.storedMeanwhile, 0xA700), (WorkItemError.claimLost(workItem: 1), 0xA700),
    ]

    @Test(arguments: answered)
    func `a request that fails is answered as the standard asks`(error: any OperatorError, status: UInt16) {
        #expect(DIMSEStatus(error).rawValue == status)
    }
}
