import DICOMCore
import Foundation
import Testing

@testable import DICOMObject

struct PageScriptTests {
    @Test func `a character that no font has is of a script without font, and one of DejaVu is not`() throws {
        // Private use of plane 16: no font has it.
        #expect(try PageScript.withoutFont(in: ["plain", "M\u{FC}ller \u{416} \u{3A9}"]) == [])
        #expect(try PageScript.withoutFont(in: ["plain \u{10FFF0}", "more"]) == [.other])
        // Not assigned, in the blocks of Thai and Hebrew.
        #expect(try PageScript.withoutFont(in: ["\u{E7F}", "\u{5FF}"]) == [.hebrew, .thai])
    }

    @Test func `each script has a package to install`() throws {
        #expect(PageScript.allCases.allSatisfy { $0.package.hasPrefix("fonts-") })
        #expect(try !PageScript.withoutFont().contains(.latin))
    }

    @Test func `a document says which scripts of its patient's name were drawn as boxes`() throws {
        let name = Array("Doe^\u{10FFF0}".utf8)
        try TestFiles.withImages([.chest(characterSet: "ISO_IR 192", name: name)]) { folder, paths in
            for form in [ReportForm.encapsulatedPDF, .secondaryCapture, .basicTextSR] {
                let path = folder.appending(path: form.rawValue).path
                let written = try DraftDocument.sample.write(form, to: path, images: paths)
                #expect(written.scriptsWithoutFont == (form == .basicTextSR ? [] : [.other]))
            }
        }
    }
}
