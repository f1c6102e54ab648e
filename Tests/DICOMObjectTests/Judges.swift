import Foundation
import TestHarness

/// Independent programs that validate a DICOM object, if installed: dicom3tools, DCMTK and PixelMed.
enum Judges {
    struct Verdict {
        let status: Int32
        let output: String

        /// Complaints, except DCMTK's notices about character sets it cannot check (UTF-8, GB18030, and those with code
        /// extensions) and about templates, and dicom3tools' notice about a private coding scheme.
        var complaints: [Substring] {
            let notices = [
                "does not support this Specific Character Set", "unknown/unsupported SpecificCharacterSet",
                "Unrecognized defined term = <99", "Check for template constraints not yet supported",
            ]
            return output.split(separator: "\n").filter { line in
                ["Error", "Warning", "  Error", "  Warning", "E: ", "W: ", "F: "].contains(where: line.hasPrefix)
                    && !notices.contains(where: line.contains)
            }
        }
    }

    static let dciodvfy = "/usr/bin/dciodvfy"
    static let dsrdump = "/usr/bin/dsrdump"
    private static let java = "/usr/bin/java"
    private static let pixelmedJars = [
        "pixelmed", "commons-codec", "javax.json", "vecmath", "slf4j-api", "commons-net", "hsqldb", "jaxb-api",
    ].map { "/usr/share/java/\($0).jar" }

    static let hasValidators = [dciodvfy, dsrdump, "/usr/bin/dsr2xml"].allSatisfy(FileManager.default.isExecutableFile)
    static let hasPixelMed = ([java] + pixelmedJars.prefix(1)).allSatisfy(FileManager.default.fileExists)

    /// Runs a program to its end and returns standard output and standard error together.
    static func run(_ program: String, _ arguments: [String]) throws -> Verdict {
        let (status, output) = try TestHarness.run(program, arguments)
        return Verdict(status: status, output: output)
    }

    /// PixelMed's check of an SR document against its IOD and each row of its template.
    static func pixelMed(_ path: String) throws -> Verdict {
        try run(
            java,
            [
                "-Djdk.xml.xpathExprOpLimit=0", "-Djdk.xml.xpathTotalOpLimit=0",
                "-Djdk.xml.xpathExprGrpLimit=0", "-cp", pixelmedJars.joined(separator: ":"),
                "com.pixelmed.validate.DicomSRValidator", path,
            ])
    }
}
