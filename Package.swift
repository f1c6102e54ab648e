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
let cryptoExtras = Target.Dependency.product(name: "CryptoExtras", package: "swift-crypto")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore = Target.Dependency.product(name: "HummingbirdCore", package: "hummingbird")
let hummingbirdTLS = Target.Dependency.product(name: "HummingbirdTLS", package: "hummingbird")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let grdbSQLite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let metrics = Target.Dependency.product(name: "Metrics", package: "swift-metrics")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let nioHTTPTypes = Target.Dependency.product(name: "NIOHTTPTypes", package: "swift-nio-extras")
let serviceLifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")
let unixSignals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
// Behind the trait of that name, so that a build without it needs no MPI.
let openMPI = Target.Dependency.target(name: "COpenMPI", condition: .when(traits: ["MPI"]))
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

// What the fuzzers hand bytes to.
let fuzzed: [Target.Dependency] = [
    "CDCMTK", "CImageCodecs", "DICOMCore", "DICOMNetwork", "DICOMObject", "DICOMWeb", "DICOMWebEncoding", "Imaging",
    "Query", "WorkListDatabase",
]

func library(_ name: String, _ dependencies: [Target.Dependency] = [], embedsAssets: Bool = false) -> Target {
    .target(
        name: name, dependencies: dependencies, exclude: embedsAssets ? ["Assets"] : [], swiftSettings: swift,
        plugins: embedsAssets ? [.plugin(name: "EmbedAssets")] : [])
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
        .package(url: "https://github.com/apple/swift-nio-extras", exact: "1.35.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", exact: "2.37.6"),
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
        library("OperatorErrors"),
        library("Platform", ["CGlibc", "CZlib", "OperatorErrors", crypto]),
        library("DICOMCore", ["CZlib", "OperatorErrors", crypto]),
        library("DICOMWebEncoding", ["CDCMTK", "DICOMCore", "OperatorErrors"]),
        library("Imaging", ["CImageCodecs", "OperatorErrors"]),
        library("DICOMObject", ["CDCMTK", "CPango", "CImageCodecs", "DICOMCore", "Imaging", "OperatorErrors"]),
        library("Decoding", ["DICOMObject", "DICOMCore", "Imaging", "Platform", "OperatorErrors", crypto]),
        library("DICOMNetwork", ["CDCMTK", "CGlibc", "DICOMCore", "Platform", "OperatorErrors", logging]),

        // The report model
        library("Tensors", ["CKernels", "COpenBLAS", "OperatorErrors", openMPI]),
        library("NeuralNetwork", ["Tensors", "OperatorErrors"]),
        library("FindingLabels"),
        library(
            "ReportGeneration", ["NeuralNetwork", "Tensors", "Imaging", "FindingLabels", "OperatorErrors", crypto]),
        library("ReportMetrics", ["FindingLabels", "OperatorErrors"]),
        library(
            "ReportTraining",
            [
                "ReportGeneration", "ReportMetrics", "NeuralNetwork", "Tensors", "DICOMObject", "Imaging",
                "FindingLabels", "OperatorErrors",
            ]),

        // The work list's database, and the features that own its rows
        library("WorkListDatabase", ["DICOMCore", "Platform", "OperatorErrors", grdb, grdbSQLite, crypto, logging]),
        library("WorkList", ["WorkListDatabase", "DICOMCore", "Platform", "OperatorErrors", grdb]),
        library("Query", ["WorkListDatabase", "DICOMCore", "OperatorErrors", grdb]),
        library(
            "Review",
            ["WorkList", "WorkListDatabase", "FindingLabels", "DICOMCore", "Platform", "OperatorErrors", grdb]),
        library("Auditing", ["WorkListDatabase", "DICOMNetwork", "Platform", "OperatorErrors", grdb, crypto, logging]),
        library(
            "Delivery",
            ["WorkListDatabase", "DICOMNetwork", "DICOMCore", "Platform", "OperatorErrors", grdb, logging, metrics]),
        library(
            "Commitment", ["Delivery", "WorkListDatabase", "DICOMNetwork", "DICOMCore", "Platform", grdb, logging]),
        library(
            "WebAccess",
            ["Review", "WorkListDatabase", "DICOMCore", "OperatorErrors", grdb, crypto, cryptoExtras]),
        library("Retention", ["WorkList", "WorkListDatabase", "Platform", grdb, logging]),
        library(
            "Administration",
            [
                "Commitment", "Delivery", "Review", "WorkList", "WorkListDatabase", "FindingLabels", "DICOMCore",
                "Platform", grdb,
            ]),

        // Images in, drafts out
        library("FilmSelection", ["WorkList", "WorkListDatabase", "DICOMCore"]),
        library(
            "Intake",
            [
                "FilmSelection", "WorkList", "WorkListDatabase", "DICOMCore", "Platform", "OperatorErrors", logging,
                metrics,
            ]),
        library(
            "Renderings",
            [
                "Decoding", "WorkList", "WorkListDatabase", "Imaging", "DICOMCore", "Platform", "OperatorErrors",
                logging,
            ]),
        library(
            "Reporting",
            [
                "FilmSelection", "Review", "WorkList", "WorkListDatabase", "Decoding", "DICOMObject", "DICOMCore",
                "ReportGeneration", "FindingLabels", "Platform", "OperatorErrors", subprocess, logging,
            ]),

        // Fronts
        library(
            "DICOMServices",
            [
                "Auditing", "Commitment", "Intake", "Query", "WorkListDatabase", "DICOMNetwork", "DICOMCore",
                "Platform", "OperatorErrors", logging, metrics,
            ]),
        library(
            "Control",
            [
                "Auditing", "Delivery", "Intake", "Retention", "Review", "WebAccess", "WorkList", "WorkListDatabase",
                "Platform", "OperatorErrors", logging,
            ]),
        library(
            "HTTPListening",
            [
                "WorkListDatabase", "Platform", "OperatorErrors", hummingbird, hummingbirdCore, hummingbirdTLS, nioCore,
                nioHTTPTypes, nioSSL,
            ]),
        library(
            "Monitoring",
            [
                "HTTPListening", "Administration", "Commitment", "Delivery", "Review", "WorkList", "WorkListDatabase",
                "Platform", "OperatorErrors", hummingbird, nioCore, metrics, logging,
            ]),
        library(
            "WebServing",
            [
                "HTTPListening", "Auditing", "Review", "WebAccess", "WorkListDatabase", "DICOMNetwork",
                "DICOMWebEncoding",
                "DICOMCore", "Platform", "OperatorErrors", hummingbird, nioCore, nioHTTPTypes, metrics, logging,
            ]),
        library(
            "DICOMWeb",
            [
                "WebServing", "Auditing", "Intake", "Query", "Review", "WebAccess", "WorkList", "WorkListDatabase",
                "DICOMWebEncoding", "Renderings", "Decoding", "Imaging", "DICOMCore", "Platform", "OperatorErrors",
                hummingbird, nioCore, logging,
            ]),
        library(
            "ReviewPage",
            [
                "WebServing", "Administration", "Auditing", "Delivery", "Review", "WebAccess", "WorkList",
                "WorkListDatabase", "Renderings", "FindingLabels", "DICOMCore", "Platform", "OperatorErrors",
                hummingbird,
                nioCore, crypto, logging,
            ],
            embedsAssets: true),

        library(
            "ThoraxConfiguration",
            [
                "Control", "FilmSelection", "Reporting", "Retention", "WorkListDatabase", "DICOMNetwork", "DICOMCore",
                "Platform", "OperatorErrors", yams, logging,
            ]),
        library(
            "Daemon",
            [
                "ThoraxConfiguration", "Control", "HTTPListening", "Monitoring", "WebServing", "DICOMWeb",
                "ReviewPage", "DICOMServices", "Renderings",
                "Reporting", "Intake", "Retention", "Commitment",
                "Delivery", "Auditing", "Review", "Query", "WorkList", "WorkListDatabase", "DICOMNetwork",
                "DICOMObject", "Decoding", "DICOMCore", "Platform", serviceLifecycle,
                unixSignals, logging, metrics,
            ]),

        // Programs: one file per command
        program(
            "thoraxd",
            [
                "Daemon", "ThoraxConfiguration", "Reporting", "Decoding", "OperatorErrors", "Platform", argumentParser,
                logging,
            ]),
        program(
            "thoraxctl",
            [
                "ThoraxConfiguration", "Control", "Administration", "Retention", "Commitment", "Delivery",
                "Auditing", "WebAccess", "Intake", "FindingLabels",
                "Review", "WorkList", "WorkListDatabase", "ReportGeneration", "Decoding", "DICOMObject",
                "DICOMNetwork", "DICOMCore", "Platform", "OperatorErrors", argumentParser, logging,
            ]),
        program(
            "thorax-model",
            [
                "ReportTraining", "ReportGeneration", "ReportMetrics", "FindingLabels", "NeuralNetwork", "Tensors",
                "FilmSelection", "WorkList", "WorkListDatabase", "DICOMObject", "DICOMCore", "Imaging", "Platform",
                "OperatorErrors", argumentParser,
            ]),

        // Compiles the page's files into ReviewPage
        program("embed-assets", []),
        .plugin(name: "EmbedAssets", capability: .buildTool(), dependencies: ["embed-assets"]),

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
            name: "worklist-benchmark",
            dependencies: ["Administration", "Review", "WorkList", "WorkListDatabase", "DICOMCore", "Platform"],
            path: "Benchmarks/WorkListBenchmark", swiftSettings: swift),

        // Runs programs, waits for conditions, finds files of the package
        testSupport("TestHarness", ["Platform"]),

        // A requestor of our own, for peers no tool plays: silent, broken, hostile
        testSupport("DICOMTestPeer", ["TestHarness", "DICOMNetwork", "DICOMCore", logging]),

        // A work list in a temporary directory, with studies, drafts, reviews and deliveries
        testSupport(
            "WorkListFixture",
            [
                "TestHarness", "Auditing", "Delivery", "Review", "WorkList", "WorkListDatabase", "DICOMCore",
                "Platform", grdb,
            ]),

        // Tests mirror the sources
        tests("Architecture", ["TestHarness"]),
        tests(
            "OperatorErrors",
            [
                "OperatorErrors", "ThoraxConfiguration", "HTTPListening", "WebServing", "Renderings", "WebAccess",
                "Reporting",
                "Intake",
                "Delivery", "Review", "Query",
                "WorkList", "WorkListDatabase", "ReportTraining", "ReportMetrics", "ReportGeneration", "NeuralNetwork",
                "Tensors", "DICOMObject", "DICOMNetwork", "DICOMCore", "Imaging", "Platform",
            ]),
        tests("Platform", ["Platform", "DICOMTestPeer", "TestHarness", crypto]),
        tests("DICOMCore", ["DICOMCore", "CZlib", "DICOMTestPeer", "TestHarness"]),
        tests("DICOMWebEncoding", ["DICOMWebEncoding", "CDCMTK", "DICOMCore", "DICOMTestPeer", "TestHarness"]),
        tests("DICOMNetwork", ["DICOMNetwork", "DICOMCore", "DICOMTestPeer", "TestHarness", "Platform", logging]),
        tests(
            "WorkListDatabase",
            [
                "Administration", "Delivery", "DICOMTestPeer", "Query", "Review", "TestHarness", "WorkListFixture",
                "WorkList",
                "WorkListDatabase", "DICOMCore", "OperatorErrors", "Platform", grdb, crypto, logging,
            ],
            excluding: ["StateDirectories"]),
        tests(
            "WorkList",
            [
                "Administration", "Query", "WorkListFixture", "WorkList", "WorkListDatabase", "DICOMCore", "Platform",
                grdb,
            ]),
        tests(
            "Query",
            [
                "Query", "Review", "WorkListFixture", "TestHarness", "WorkList", "WorkListDatabase", "DICOMCore",
                "Platform", grdb,
            ]),
        tests(
            "Review",
            [
                "Review", "Delivery", "FindingLabels", "OperatorErrors", "Query", "WorkListFixture", "WorkList",
                "WorkListDatabase", "DICOMCore", "Platform", grdb,
            ]),
        tests(
            "Auditing",
            [
                "Auditing", "Delivery", "DICOMNetwork", "DICOMTestPeer", "TestHarness", "WorkListFixture", "WorkList",
                "WorkListDatabase", "DICOMCore", "Platform", grdb, logging,
            ]),
        tests(
            "Delivery",
            [
                "Delivery", "Review", "DICOMNetwork", "DICOMTestPeer", "TestHarness", "WorkListFixture", "WorkList",
                "WorkListDatabase", "DICOMCore", "Platform", grdb, logging,
            ]),
        tests(
            "Commitment",
            [
                "Commitment", "Delivery", "DICOMNetwork", "TestHarness", "WorkListFixture", "WorkList",
                "WorkListDatabase", "DICOMCore", "Platform", grdb, logging,
            ]),
        tests(
            "Retention",
            [
                "Retention", "TestHarness", "Auditing", "Delivery", "WorkListFixture", "WorkList", "WorkListDatabase",
                "DICOMCore", "Platform", grdb, logging,
            ]),
        tests(
            "Administration",
            [
                "Administration", "Commitment", "Delivery", "Review", "WorkListFixture", "WorkList", "WorkListDatabase",
                "DICOMCore", grdb,
            ]),
        tests(
            "Control",
            [
                "Control", "TestHarness", "WorkListFixture", "Auditing", "Delivery", "Retention", "Review", "WebAccess",
                "WorkList", "WorkListDatabase", "OperatorErrors", "Platform", logging,
            ]),
        tests(
            "FilmSelection",
            ["FilmSelection", "Intake", "WorkList", "WorkListDatabase", "DICOMCore", "Platform", "TestHarness"],
            excluding: ["eligibility.csv"]),
        tests(
            "Intake",
            [
                "Intake", "FilmSelection", "Administration", "TestHarness", "Query", "WorkList", "WorkListDatabase",
                "DICOMCore", "Platform", logging,
            ]),
        tests(
            "Reporting",
            [
                "Reporting", "Decoding", "TestHarness", "Query", "Review", "ReportGeneration", "DICOMObject", "Imaging",
                "DICOMCore", "DICOMTestPeer", "WorkList", "WorkListDatabase", "Platform", logging, "thoraxd",
            ]),
        tests(
            "ThoraxConfiguration",
            [
                "ThoraxConfiguration", "TestHarness", "FilmSelection", "Reporting", "WorkListDatabase", "DICOMNetwork",
                "DICOMCore", "Platform", logging,
            ]),
        tests(
            "Daemon",
            [
                "Daemon", "TestHarness", "ThoraxConfiguration", "DICOMServices", "Reporting", "Administration",
                "Auditing", "Commitment", "Delivery", "Query", "Review", "WorkList", "WorkListDatabase", "DICOMNetwork",
                "DICOMCore", "DICOMTestPeer", "Platform", crypto, grdb, logging, "thoraxd", "thoraxctl",
            ]),
        tests(
            "Thoraxctl",
            [
                "Administration", "Auditing", "Commitment", "Delivery", "Review", "WorkList", "WorkListDatabase",
                "DICOMCore", "DICOMTestPeer", "TestHarness", "OperatorErrors", "Platform", "WebAccess", argumentParser,
                grdb, "thoraxctl", "thoraxd",
            ]),
        tests(
            "DICOMServices",
            [
                "DICOMServices", "Auditing", "Commitment", "Decoding", "Delivery", "DICOMNetwork", "DICOMCore",
                "DICOMTestPeer", "TestHarness", "Intake", "Query", "WorkList", "WorkListDatabase", "Platform", logging,
                grdb, "thoraxd",
            ]),
        tests(
            "Monitoring",
            [
                "Monitoring", "HTTPListening", "TestHarness", "WorkList", "WorkListDatabase", "DICOMCore", "Platform",
                logging, metrics,
            ]),
        tests(
            "DICOMWeb",
            [
                "DICOMWeb", "WebServing", "HTTPListening", "Auditing", "Intake", "Query", "Review", "WebAccess",
                "WorkListFixture",
                "TestHarness", "DICOMTestPeer", "WorkList", "WorkListDatabase", "DICOMWebEncoding", "DICOMObject",
                "Renderings", "Decoding", "Imaging", "DICOMCore", "DICOMNetwork", "Platform", "thoraxd", hummingbird,
                nioCore,
                logging,
            ]),
        tests("WebServing", ["WebServing", "WorkListFixture", "WorkListDatabase", hummingbird, logging]),
        tests(
            "ReviewPage",
            [
                "ReviewPage", "Renderings", "Decoding", "WebServing", "HTTPListening", "Administration", "Auditing",
                "Review", "WebAccess", "WorkListFixture", "TestHarness", "DICOMTestPeer", "DICOMNetwork", "WorkList",
                "WorkListDatabase", "DICOMObject", "Imaging", "Platform", "thoraxd", hummingbird, nioCore, grdb,
                logging,
            ]),
        tests("WebAccess", ["WebAccess", "Review", "WorkListFixture", "WorkListDatabase", grdb]),
        tests(
            "DICOMObject",
            ["DICOMObject", "DICOMTestPeer", "TestHarness", "DICOMCore", "Imaging", "OperatorErrors", crypto],
            excluding: ["Field"]),
        tests(
            "Decoding",
            [
                "Decoding", "TestHarness", "DICOMObject", "DICOMCore", "Imaging", "OperatorErrors", "Platform",
                "thoraxd",
            ],
            excluding: ["Hostile", "Liars"]),
        tests("Imaging", ["Imaging", "TestHarness"]),
        tests(
            "Renderings",
            [
                "Renderings", "CZlib", "Decoding", "DICOMCore", "DICOMObject", "Imaging", "TestHarness",
                "WorkListFixture", "WorkList", "WorkListDatabase", "Platform", logging, "thoraxd",
            ],
            excluding: ["Programs"]),
        tests("FindingLabels", ["FindingLabels"]),
        tests("ReportMetrics", ["ReportMetrics", "TestHarness", "FindingLabels"]),
        tests("Tensors", ["Tensors", "CKernels"]),
        tests("NeuralNetwork", ["NeuralNetwork", "Tensors", crypto], excluding: ["Reference"]),
        tests(
            "ReportGeneration",
            ["ReportGeneration", "TestHarness", "NeuralNetwork", "Tensors", "Imaging", "FindingLabels"]),
        tests(
            "ReportTraining",
            [
                "ReportTraining", "TestHarness", "ReportGeneration", "ReportMetrics", "NeuralNetwork", "Tensors",
                "Imaging",
                "FindingLabels", "DICOMObject",
            ]),
        tests("ThoraxModel", ["TestHarness", "thorax-model"]),
        // The fuzzers' harnesses, built with the tests and run on their seeds.
        .testTarget(
            name: "FuzzingTests", dependencies: fuzzed + ["TestHarness"], path: "Fuzzing",
            exclude: ["Corpus", "main.swift"], swiftSettings: swift),
    ],
    swiftLanguageModes: [.v6],
    cLanguageStandard: .c17,
    cxxLanguageStandard: .cxx17
)

// The fuzzers, which only the builds of scripts/fuzz.sh see. What is fuzzed is instrumented, what it depends on is not.
if Context.environment["THORAXD_FUZZ"] != nil {
    let clang: [String] = [
        "-fsanitize=fuzzer-no-link,address,undefined", "-fno-sanitize=vptr", "-fsanitize-trap=undefined",
    ]
    for target in package.targets where target.type == .regular {
        target.swiftSettings =
            (target.swiftSettings ?? []) + [
                .unsafeFlags(["-sanitize=fuzzer,address", "-enable-testing"])
            ]
        target.cSettings = (target.cSettings ?? []) + [.unsafeFlags(clang)]
        target.cxxSettings = (target.cxxSettings ?? []) + [.unsafeFlags(clang)]
    }
    package.targets.removeAll { $0.name == "FuzzingTests" }
    package.targets.append(
        .executableTarget(
            name: "fuzz",
            dependencies: fuzzed, path: "Fuzzing", exclude: ["Corpus", "CorpusTests.swift"], swiftSettings: swift,
            linkerSettings: [.unsafeFlags(["-sanitize=address"]), .linkedLibrary("stdc++")]))
}
