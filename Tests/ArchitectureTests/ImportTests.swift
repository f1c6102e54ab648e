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

    @Test(arguments: [
        ("CDCMTK", ["DICOMObject", "DICOMNetwork"]), ("CKernels", ["Tensors"]), ("COpenBLAS", ["Tensors"]),
        ("COpenMPI", ["Tensors"]), ("CPango", ["DICOMObject"]), ("CImageCodecs", ["Imaging", "DICOMObject"]),
        ("CZlib", ["DICOMCore"]), ("CGlibc", ["Platform", "DICOMNetwork"]), ("GRDB", ["WorkList"]),
        ("Yams", ["Daemon"]), ("Subprocess", ["Reporting"]),
        ("ServiceLifecycle", ["Daemon"]), ("Hummingbird", ["WebServices"]),
    ])
    func `each foreign library is known to its own targets alone`(module: String, targets: [String]) throws {
        let importers = Set(try SourceTree.files(in: "Sources").filter { $0.imports.contains(module) }.map(\.target))
        #expect(importers == Set(targets))
    }

    @Test func `fronts and workers never import each other`() throws {
        let fronts: Set<String> = ["DICOMServices", "DICOMNetwork", "Intake", "Query"]
        let workers: Set<String> = ["Reporting", "DICOMObject", "ReportGeneration"]
        for file in try SourceTree.files(in: "Sources") {
            if fronts.contains(file.target) { #expect(workers.isDisjoint(with: file.imports), "\(file.path)") }
            if workers.contains(file.target) { #expect(fronts.isDisjoint(with: file.imports), "\(file.path)") }
        }
    }
}
