// swift-tools-version: 6.2
import PackageDescription

// Targets are listed from the ground up: a target may import only what stands above it (docs/architecture.md).
// `Tests/ArchitectureTests` holds the imports in the sources to this list.

let swift: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]

let dcmtkLibraries = [
    "dcmsr", "cmr", "dcmjpeg", "ijg8", "ijg12", "ijg16", "dcmjpls", "dcmtkcharls", "dcmimage", "dcmimgle",
    "dcmtls", "dcmnet", "dcmdata", "oflog", "ofstd", "ssl", "crypto",
]

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let metrics = Target.Dependency.product(name: "Metrics", package: "swift-metrics")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let serviceLifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")
let unixSignals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
// Behind the trait of that name, so that a build without it needs no MPI.
let openMPI = Target.Dependency.target(name: "COpenMPI", condition: .when(traits: ["MPI"]))
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

func library(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: swift)
}

func program(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .executableTarget(name: name, dependencies: dependencies, swiftSettings: swift)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], excluding: [String] = []) -> Target {
    .testTarget(name: name + "Tests", dependencies: dependencies, exclude: excluding, swiftSettings: swift)
}

func testSupport(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .target(name: name, dependencies: dependencies, path: "Tests/" + name, swiftSettings: swift)
}

let package = Package(
    name: "thoraxd",
    products: [
        .executable(name: "thoraxd", targets: ["thoraxd"]),
        .executable(name: "thoraxctl", targets: ["thoraxctl"]),
        .executable(name: "thorax-model", targets: ["thorax-model"]),
    ],
    traits: [
        .trait(name: "MPI", description: "Training over several processes and machines, through Open MPI.")
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", exact: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(
            url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1", traits: ["FullFoundation"]),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", exact: "1.0.2"),
    ],
    targets: [
        // C and C++ below everything
        .target(name: "CGlibc", cSettings: [.unsafeFlags(["-Wall", "-Wextra"]), .treatAllWarnings(as: .error)]),
        .target(
            name: "CDCMTK",
            cxxSettings: [.unsafeFlags(["-Wall", "-Wextra", "-Wshadow"]), .treatAllWarnings(as: .error)],
            linkerSettings: dcmtkLibraries.map { .linkedLibrary($0) }),
        .target(
            name: "CKernels", cSettings: [.unsafeFlags(["-O3", "-Wall", "-Wextra"]), .treatAllWarnings(as: .error)]),
        .target(name: "COpenBLAS", linkerSettings: [.linkedLibrary("dl")]),
        .systemLibrary(name: "COpenMPI", pkgConfig: "ompi-c"),
        .target(name: "CPango", linkerSettings: [.linkedLibrary("dl"), .linkedLibrary("m")]),
        .target(
            name: "CImageCodecs", cSettings: [.unsafeFlags(["-Wall", "-Wextra"]), .treatAllWarnings(as: .error)],
            linkerSettings: [.linkedLibrary("png"), .linkedLibrary("jpeg"), .linkedLibrary("openjp2")]),
        .systemLibrary(name: "CZlib"),

        // Ground
        library("Platform", ["CGlibc", crypto]),
        library("DICOMCore", ["CZlib", crypto]),
        library("Imaging", ["CImageCodecs"]),
        library("DICOMObject", ["CDCMTK", "CPango", "CImageCodecs", "DICOMCore", "Imaging", "Platform", logging]),
        library("DICOMNetwork", ["CDCMTK", "CGlibc", "DICOMCore", "Platform", logging]),

        // The report model
        library("Tensors", ["CKernels", "COpenBLAS", openMPI]),
        library("NeuralNetwork", ["Tensors"]),
        library("FindingLabels"),
        library("ReportGeneration", ["NeuralNetwork", "Tensors", "Imaging", "FindingLabels", crypto]),
        library("ReportMetrics", ["FindingLabels"]),
        library(
            "ReportTraining",
            [
                "ReportGeneration", "ReportMetrics", "NeuralNetwork", "Tensors", "Imaging", "FindingLabels", crypto,
                logging,
            ]),

        // The work list and what stands around it
        library("WorkList", ["DICOMCore", "Platform", grdb, crypto]),
        library("Auditing", ["DICOMNetwork", "WorkList", "Platform", logging]),
        library("Intake", ["DICOMCore", "WorkList", "Platform", logging, metrics]),
        library("Query", ["DICOMCore", "WorkList"]),
        library(
            "Reporting",
            ["DICOMObject", "DICOMCore", "Imaging", "ReportGeneration", "WorkList", "Platform", subprocess, logging]),
        library(
            "DICOMServices",
            ["DICOMNetwork", "DICOMCore", "Intake", "Query", "WorkList", "Platform", logging, metrics]),
        library("Delivery", ["DICOMNetwork", "DICOMCore", "WorkList", "Platform", logging, metrics]),
        library("Review", ["DICOMCore", "WorkList"]),
        library(
            "WebServices",
            [
                "Review", "Query", "Intake", "WorkList", "DICOMCore", "Platform", hummingbird, nioCore, metrics,
                logging,
            ]),
        library(
            "Daemon",
            [
                "WebServices", "Review", "Auditing", "DICOMServices", "Delivery", "Reporting", "Intake", "Query",
                "WorkList",
                "DICOMNetwork", "DICOMObject",
                "ReportGeneration", "DICOMCore", "Platform", serviceLifecycle, unixSignals, yams, logging, metrics,
            ]),

        // Programs: one file per command
        program("thoraxd", ["Daemon", "Reporting", argumentParser, logging]),
        program(
            "thoraxctl",
            [
                "Daemon", "Review", "ReportGeneration", "WorkList", "DICOMNetwork", "DICOMCore", "Platform",
                argumentParser, logging,
            ]),
        program(
            "thorax-model",
            [
                "ReportTraining", "ReportGeneration", "ReportMetrics", "FindingLabels", "NeuralNetwork", "Tensors",
                "DICOMObject", "Imaging", argumentParser,
            ]),

        // The Swift contender of Benchmarks/model.sh
        .executableTarget(
            name: "model-benchmark", dependencies: ["ReportGeneration", "NeuralNetwork", "Tensors"],
            path: "Benchmarks/ModelBenchmark", swiftSettings: swift),

        // The Swift contender of Benchmarks/decode.sh
        .executableTarget(
            name: "decode-benchmark", dependencies: ["DICOMObject", "Imaging"],
            path: "Benchmarks/DecodeBenchmark", swiftSettings: swift),

        // The client of Benchmarks/store.sh
        .executableTarget(
            name: "store-benchmark", dependencies: ["DICOMNetwork", "DICOMCore", "Platform"],
            path: "Benchmarks/StoreBenchmark", swiftSettings: swift),

        // The client of Benchmarks/query.sh
        .executableTarget(
            name: "query-benchmark", dependencies: ["DICOMNetwork", "DICOMCore"], path: "Benchmarks/QueryBenchmark",
            swiftSettings: swift),

        // The client of Benchmarks/worklist.sh
        .executableTarget(
            name: "worklist-benchmark", dependencies: ["WorkList", "DICOMCore", "Platform"],
            path: "Benchmarks/WorkListBenchmark", swiftSettings: swift),

        // A requestor of our own, for peers no tool plays: silent, broken, hostile
        testSupport("DICOMTestPeer", ["DICOMNetwork", "DICOMCore", logging]),

        // Tests mirror the sources
        tests("Architecture", []),
        tests("Platform", ["Platform", "DICOMTestPeer", crypto]),
        tests("DICOMCore", ["DICOMCore", "CZlib", "DICOMTestPeer"]),
        tests("DICOMNetwork", ["DICOMNetwork", "DICOMCore", "DICOMTestPeer", "Platform", logging]),
        tests("WorkList", ["WorkList", "DICOMCore", "Platform", grdb, crypto]),
        tests("Auditing", ["Auditing", "DICOMNetwork", "WorkList", "DICOMCore", "DICOMTestPeer", "Platform", logging]),
        tests("Intake", ["Intake", "WorkList", "DICOMCore", "Platform", logging]),
        tests(
            "Reporting",
            [
                "Reporting", "ReportGeneration", "DICOMObject", "DICOMCore", "DICOMTestPeer", "WorkList", "Platform",
                logging,
            ]),
        tests(
            "Daemon",
            [
                "Daemon", "DICOMServices", "Reporting", "Intake", "WorkList", "DICOMNetwork", "DICOMCore",
                "DICOMTestPeer", "Platform", "thoraxd", crypto, logging,
            ]),
        tests("Thoraxctl", ["WorkList", "DICOMCore", "DICOMTestPeer", "Platform", "thoraxctl", grdb]),
        tests(
            "DICOMServices",
            [
                "DICOMServices", "DICOMNetwork", "DICOMCore", "DICOMTestPeer", "Intake", "Query", "WorkList",
                "Platform", logging, grdb,
            ]),
        tests(
            "Delivery",
            ["Delivery", "DICOMNetwork", "DICOMCore", "DICOMTestPeer", "WorkList", "Platform", logging, grdb]),
        tests("Review", ["Review", "WorkList", "DICOMCore", "Platform"]),
        tests("WebServices", ["WebServices", "WorkList", "DICOMCore", "Platform", logging, metrics]),
        tests("Query", ["Query", "WorkList", "DICOMCore", "Platform"]),
        tests("DICOMObject", ["DICOMObject", "DICOMCore", "Imaging", crypto]),
        tests("Imaging", ["Imaging"]),
        tests("FindingLabels", ["FindingLabels"]),
        tests("ReportMetrics", ["ReportMetrics", "FindingLabels"]),
        tests("Tensors", ["Tensors"]),
        tests("NeuralNetwork", ["NeuralNetwork", "Tensors", crypto], excluding: ["Reference"]),
        tests("ReportGeneration", ["ReportGeneration", "NeuralNetwork", "Tensors", "Imaging", "FindingLabels"]),
        tests(
            "ReportTraining",
            [
                "ReportTraining", "ReportGeneration", "ReportMetrics", "NeuralNetwork", "Tensors", "Imaging",
                "FindingLabels", "DICOMObject",
            ]),
        tests("ThoraxModel", ["thorax-model"]),
    ],
    swiftLanguageModes: [.v6],
    cLanguageStandard: .c17,
    cxxLanguageStandard: .cxx17
)
