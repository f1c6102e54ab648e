import DICOMCore
import Foundation

@testable import DICOMObject

extension ReportSignature {
    static func sample(_ name: String = "Doe^John", organization: String = "General Hospital") -> ReportSignature {
        ReportSignature(
            name: name, organization: organization,
            identification: CodedConcept(value: "4711", scheme: "99HOSPITAL", meaning: "Dr. John Doe"),
            date: "20261123", time: "071500.250", offset: "+0100")
    }
}

extension SignedDocument {
    static let acts: [Act] = [.accepted, .edited, .addendum]

    static func sample(
        _ act: Act = .accepted, findings: [String] = ["The lungs are clear. No pleural effusion or pneumothorax."],
        signature: ReportSignature = .sample()
    ) -> SignedDocument {
        SignedDocument(
            act: act, findings: findings, impression: ["No acute cardiopulmonary abnormality."], signature: signature,
            number: 3, device: .sample)
    }

    /// Writes the report with images made of `images`, and passes the document's path to `body`.
    func writing<Result>(
        _ form: ReportForm = .basicTextSR, about images: [SyntheticObject] = [.chest()],
        predecessor: InstanceReference = .sample, _ body: (String) throws -> Result
    ) throws -> Result {
        try TestFiles.withImages(images) { folder, paths in
            let path = folder.appending(path: "report.dcm").path
            try write(form, to: path, images: paths, films: TestFiles.films(paths), predecessor: predecessor)
            return try body(path)
        }
    }
}

extension TestFiles {
    /// The images as they are displayed, for drawn forms.
    static func films(_ paths: [String]) -> DisplayedFilms {
        DisplayedFilms(
            uniqueKeysWithValues: paths.map { path in
                (path, Result { () throws(DICOMObjectError) in try DICOMFile(path: path).displayedImage() })
            })
    }

    /// Passes a folder and the paths of these objects in it to `body`.
    static func withImages<Result>(
        _ images: [SyntheticObject], _ body: (URL, [String]) throws -> Result
    ) throws -> Result {
        try withFolder { folder in
            var paths: [String] = []
            for (index, image) in images.enumerated() {
                let url = folder.appending(path: "image\(index).dcm")
                try image.write(to: url)
                paths.append(url.path)
            }
            return try body(folder, paths)
        }
    }
}

extension Judges {
    /// Everything that dciodvfy and DCMTK complain about in a content tree document, and what it loses in conversion to
    /// XML and back.
    static func complaints(about path: String) throws -> [String] {
        let verdict = try run(dciodvfy, ["-new", path])
        let dump = try run(dsrdump, ["+Pl", "+Pt", path])
        let xml = try run("/usr/bin/dsr2xml", [path, path + ".xml"])
        let back = try run("/usr/bin/xml2dsr", [path + ".xml", path + ".back"])
        let again = try run("/usr/bin/dsr2xml", [path + ".back", path + ".again"])
        let isSame = FileManager.default.contentsEqual(atPath: path + ".xml", andPath: path + ".again")
        let failures = [verdict, dump, xml, back, again].filter { $0.status != 0 }.map(\.output)
        return failures + (verdict.complaints + dump.complaints).map(String.init) + (isSame ? [] : ["other XML"])
    }
}
