import Foundation

/// A reporting workstation built from DCMTK's tools: reads a draft, lets its user edit and sign it, and writes an SR
/// with a new SOP Instance UID that has the draft as predecessor.
package enum Workstation {
    package struct NotSigned: Error {
        package let output: String
    }

    /// Verifying observer and time: `YYYY-MM-DDThh:mm:ss`.
    package struct Signer {
        package var family = "Roe"
        package var given = "Jane"
        package var organization = "City Clinic"
        package var moment = "2026-11-23T07:15:00"

        package init() {}
    }

    /// - Parameters:
    ///   - draft: path of the draft's SR.
    ///   - uid: SOP Instance UID of the new document.
    ///   - path: path of the new document.
    ///   - predecessor: SOP Instance UID of its predecessor, if that is not the draft.
    ///   - changes: texts of the draft and their replacements.
    package static func sign(
        _ draft: String, as uid: String, to path: String, by signer: Signer = Signer(),
        following predecessor: String? = nil,
        changing changes: [String: String] = [:]
    ) throws {
        let folder = try TemporaryDirectory()
        let (xml, signed) = (folder.url.appending(path: "draft.xml"), folder.url.appending(path: "signed.xml"))
        try run("dsr2xml", [draft, xml.path])
        var text = try String(contentsOf: xml, encoding: .utf8)
        guard let study = text.firstMatch(of: /<study uid="([^"]+)"/).map({ String($0.1) }),
            let series = text.firstMatch(of: /<series uid="([^"]+)"/).map({ String($0.1) }),
            let instance = text.firstMatch(of: /<instance uid="([^"]+)"/).map({ String($0.1) }),
            let sopClass = text.firstMatch(of: /<sopclass uid="([^"]+)"/).map({ String($0.1) }),
            let flags = text.firstRange(of: /<completion[\s\S]*(?=<content>)/)
        else { throw NotSigned(output: text) }
        text.replaceSubrange(
            flags,
            with: """
                <completion flag="COMPLETE"/>
                <verification flag="VERIFIED"><observer pos="1">
                <datetime>\(signer.moment)</datetime>
                <name><first>\(signer.given)</first><last>\(signer.family)</last></name>
                <organization>\(signer.organization)</organization>
                </observer></verification>
                <predecessor><study uid="\(study)"><series uid="\(series)"><value>
                <sopclass uid="\(sopClass)"/><instance uid="\(predecessor ?? instance)"/>
                </value></series></study></predecessor>

                """)
        text = text.replacing("<instance uid=\"\(instance)\">", with: "<instance uid=\"\(uid)\">", maxReplacements: 1)
        text = text.replacing("<series uid=\"\(series)\">", with: "<series uid=\"\(uid).1\">", maxReplacements: 1)
        for (before, after) in changes { text = text.replacing(before, with: after) }
        try Data(text.utf8).write(to: signed)
        try run("xml2dsr", [signed.path, path])
    }

    private static func run(_ tool: String, _ arguments: [String]) throws {
        let result = try Tool.run(tool, arguments)
        guard result.status == 0 else { throw NotSigned(output: result.output) }
    }
}
