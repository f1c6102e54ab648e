import Testing

struct ImportTests {
    /// What comes with the toolchain.
    private static let toolchain: Set<String> = [
        "Dispatch", "Foundation", "FoundationEssentials", "FoundationNetworking", "Glibc", "Synchronization", "Testing",
    ]

    @Test func `a target imports only what Package.swift lists for it`() throws {
        let declared = try SourceTree.declaredDependencies()
        #expect(declared.count > 20)
        for file in try SourceTree.files(in: "Sources") + SourceTree.files(in: "Tests") {
            let allowed = try #require(declared[file.target], "\(file.target) is not in Package.swift")
            for module in Set(file.imports).subtracting(Self.toolchain) where module != file.target {
                // swift-subprocess speaks in the paths of SystemPackage.
                let isOfSubprocess = module == "SystemPackage" && allowed.contains("Subprocess")
                #expect(allowed.contains(module) || isOfSubprocess, "\(file.path) imports \(module)")
            }
        }
    }

    @Test func `a target lists only what it imports`() throws {
        let imported = Dictionary(
            grouping: try SourceTree.files(in: "Sources") + SourceTree.files(in: "Tests"), by: \.target
        ).mapValues { Set($0.flatMap(\.imports)) }
        // Tests list the programs that they run.
        let programs: Set<String> = ["thoraxd", "thoraxctl", "thorax-model"]
        for (target, dependencies) in try SourceTree.declaredDependencies() {
            for module in dependencies.subtracting(programs) {
                #expect(imported[target]?.contains(module) == true, "\(target) lists \(module)")
            }
        }
    }

    @Test(arguments: [
        ("CDCMTK", ["DICOMObject", "DICOMNetwork", "DICOMWebEncoding"]), ("CKernels", ["Tensors"]),
        ("COpenBLAS", ["Tensors"]),
        ("COpenMPI", ["Tensors"]), ("CPango", ["DICOMObject"]), ("CImageCodecs", ["Imaging", "DICOMObject"]),
        ("CZlib", ["DICOMCore", "Platform"]), ("CGlibc", ["Platform", "DICOMNetwork"]),
        ("GRDB", ["WorkListDatabase", "WorkList"] + features), ("GRDBSQLite", ["WorkListDatabase"]),
        ("Yams", ["ThoraxConfiguration"]),
        ("Subprocess", ["Reporting"]), ("ServiceLifecycle", ["Daemon"]),
        ("Hummingbird", ["HTTPListening", "WebServing", "Monitoring", "DICOMWeb", "ReviewPage"]),
        ("NIOSSL", ["HTTPListening"]),
    ])
    func `only its own targets import a foreign library`(module: String, targets: [String]) throws {
        let importers = Set(try SourceTree.files(in: "Sources").filter { $0.imports.contains(module) }.map(\.target))
        #expect(importers == Set(targets))
    }

    /// Targets that own rows of the work list beside `WorkList` itself.
    private static let features = [
        "Query", "Review", "Auditing", "Delivery", "Commitment", "Retention", "Administration", "WebAccess",
    ]

    @Test func `pixels are decoded by the decoder process and by tools, never where documents are written`() throws {
        let decoding: Set<String> = ["Decoding", "ReportTraining"]
        for file in try SourceTree.files(in: "Sources") where !file.path.contains("DICOMObject/Pixels/") {
            for line in file.lines(with: "Image(", "DecodedFrame(")
            where line.contains(/\.(displayedImage|grayscaleImage)\(|DecodedFrame\(|UncompressedImage\(/) {
                #expect(decoding.contains(file.target), "\(file.path): \(line)")
            }
        }
    }

    @Test func `features know neither a front nor the reporter nor the configuration`() throws {
        let above: Set<String> = [
            "DICOMServices", "DICOMWeb", "ReviewPage", "WebServing", "HTTPListening", "Monitoring", "Control", "Intake",
            "Reporting", "ThoraxConfiguration", "Daemon",
            "DICOMObject", "ReportGeneration",
        ]
        for file in try SourceTree.files(in: "Sources")
        where Self.features.contains(file.target) || file.target.hasPrefix("WorkList") {
            #expect(above.isDisjoint(with: file.imports), "\(file.path)")
        }
    }

    @Test func `only thoraxd imports the composition root`() throws {
        let importers = Set(try SourceTree.files(in: "Sources").filter { $0.imports.contains("Daemon") }.map(\.target))
        #expect(importers == ["thoraxd"])
    }

    @Test func `fronts and the reporter never import each other`() throws {
        let fronts: Set<String> = [
            "DICOMServices", "DICOMWeb", "ReviewPage", "DICOMNetwork", "Control", "Intake", "Query",
        ]
        let reporter: Set<String> = ["Reporting", "DICOMObject", "ReportGeneration"]
        for file in try SourceTree.files(in: "Sources") {
            if fronts.contains(file.target) { #expect(reporter.isDisjoint(with: file.imports), "\(file.path)") }
            if reporter.contains(file.target) { #expect(fronts.isDisjoint(with: file.imports), "\(file.path)") }
        }
    }
}
