import DICOMCore
import DICOMTestPeer
import Foundation
import Glibc
import TestHarness
import Testing

private func header(of file: URL) throws -> InstanceHeader {
    let descriptor = open(file.path, O_RDONLY)
    defer { close(descriptor) }
    var source = try ScanSource(descriptor: descriptor)
    let meta = try FileMetaInformation.Location(in: &source)
    return try InstanceHeader(scanning: &source, from: meta.dataSetOffset, transferSyntax: meta.transferSyntax)
}

/// DCMTK's value: the text between the brackets of dcmdump's first line for a tag.
private func dcmdump(_ tag: String, _ file: URL) throws -> String? {
    let output = try Tool.run("dcmdump", ["-q", "-s", "+P", tag, file.path]).output
    guard let open = output.firstIndex(of: "["), let close = output.firstIndex(of: "]") else {
        let words = output.split(separator: " ")
        return words.count > 2 && Int(words[2]) != nil ? String(words[2]) : nil
    }
    return String(output[output.index(after: open)..<close]).trimmingCharacters(in: .whitespaces)
}

@Test(.blocking, .enabled(if: SharedData.isPresent, "needs ../shared/data"))
func `reads the same header as DCMTK in every transfer syntax`() throws {
    let files = SharedData.files(in: "transfer_syntaxes")
        .filter { file in TransferSyntax.all.contains { file.path.hasSuffix("_\($0.uid).dcm") } }
    #expect(files.count == 15)
    for file in files {
        let header = try header(of: file)
        #expect(file.path.hasSuffix("_\(header.transferSyntaxUID).dcm"))
        #expect(header.sopInstanceUID == (try dcmdump("0008,0018", file)), "\(file)")
        #expect(header.studyInstanceUID == (try dcmdump("0020,000d", file)), "\(file)")
        #expect(header.seriesInstanceUID == (try dcmdump("0020,000e", file)), "\(file)")
        #expect(header.patientID == (try dcmdump("0010,0020", file)), "\(file)")
        #expect(header.modality == "CT")
        #expect(header.rows == 512, "\(file)")
        #expect(header.columns == 512, "\(file)")
        #expect(header.instanceNumber == (try dcmdump("0020,0013", file)).flatMap { Int($0) }, "\(file)")
    }
}

@Test(.enabled(if: SharedData.isPresent, "needs ../shared/data"))
func `handles every hostile file with a header or an error with a reason`() throws {
    var failures: [String: Int] = [:]
    let files = SharedData.files(in: "fuzz") + SharedData.files(in: "malformed")
    #expect(files.count > 600)
    for file in files {
        do {
            _ = try header(of: file)
        } catch let error as HeaderScanError {
            #expect(!error.description.isEmpty && !error.hint.isEmpty)
            failures[error.hint, default: 0] += 1
        }
    }
    #expect(failures.values.reduce(0, +) > 50)
}

@Test func `requires the four UIDs of an instance`() throws {
    var source = ScanSource(DataSetBytes.identity)
    let header = try InstanceHeader(scanning: &source, transferSyntax: .explicitVRLittleEndian)
    #expect(header.sopInstanceUID == "1.2.3")
    #expect(header.patientID == nil)
    var empty = ScanSource([])
    #expect(throws: HeaderScanError.missing(.sopClassUID)) {
        try InstanceHeader(scanning: &empty, transferSyntax: .explicitVRLittleEndian)
    }
    let path = DataSetBytes.explicit(.sopClassUID, "UI", Array("../../etc/passwd".utf8))
    var hostile = ScanSource(path)
    #expect(throws: HeaderScanError.invalidUID(.sopClassUID)) {
        try InstanceHeader(scanning: &hostile, transferSyntax: .explicitVRLittleEndian)
    }
}

@Test func `reads what says the view and the part of an image`() throws {
    func code(_ value: String, _ scheme: String, _ meaning: String) -> [UInt8] {
        DataSetBytes.item(
            DataSetBytes.explicit(.codeValue, "SH", Array(value.utf8))
                + DataSetBytes.explicit(.codingSchemeDesignator, "SH", Array(scheme.utf8))
                + DataSetBytes.explicit(.codeMeaning, "LO", Array(meaning.utf8)))
    }
    let parts: [[UInt8]] = [
        DataSetBytes.explicit(.imageType, "CS", Array("DERIVED\\PRIMARY\\\\BONE ".utf8)), DataSetBytes.identity,
        DataSetBytes.explicit(.anatomicRegionSequence, "SQ", code("51185008", "SCT ", "Chest ")),
        DataSetBytes.explicit(.acquisitionDeviceProcessingDescription, "LO", Array("CHEST,LATERAL ".utf8)),
        DataSetBytes.explicit(.patientOrientation, "CS", Array("A\\F ".utf8)),
        DataSetBytes.explicit(.viewCodeSequence, "SQ", code("R-10236 ", "SRT ", "left lateral")),
    ]
    var source = ScanSource(parts.flatMap(\.self))
    let header = try InstanceHeader(scanning: &source, transferSyntax: .explicitVRLittleEndian)
    #expect(header.imageType == "DERIVED\\PRIMARY\\\\BONE")
    #expect(header.anatomicRegion == CodedConcept(value: "51185008", scheme: "SCT", meaning: "Chest"))
    #expect(header.acquisitionDeviceProcessingDescription == "CHEST,LATERAL")
    #expect(header.patientOrientation == "A\\F")
    #expect(header.viewCode == CodedConcept(value: "R-10236", scheme: "SRT", meaning: "left lateral"))
    #expect(header.viewModifiers.isEmpty)
}

@Test func `reads the modifiers in the view's code, and no more of them than there are`() throws {
    func code(_ value: String, _ meaning: String, _ more: [UInt8] = []) -> [UInt8] {
        DataSetBytes.item(
            DataSetBytes.explicit(.codeValue, "SH", Array(value.utf8))
                + DataSetBytes.explicit(.codingSchemeDesignator, "SH", Array("SCT ".utf8))
                + DataSetBytes.explicit(.codeMeaning, "LO", Array(meaning.utf8)) + more)
    }
    func header(_ parts: [UInt8]...) throws -> InstanceHeader {
        var source = ScanSource(DataSetBytes.identity + parts.flatMap(\.self))
        return try InstanceHeader(scanning: &source, transferSyntax: .explicitVRLittleEndian)
    }
    let deeper = DataSetBytes.explicit(.viewModifierCodeSequence, "SQ", code("1 ", "deeper"))
    let modifiers = code("399162004 ", "caudad", deeper) + code("111069", "Crosstable")
    let view = { (items: [UInt8]) in
        DataSetBytes.explicit(
            .viewCodeSequence, "SQ",
            code("399348003 ", "AP", DataSetBytes.explicit(.viewModifierCodeSequence, "SQ", items))
                + code("2 ", "second"))
    }
    let read = try header(view(modifiers))
    #expect(read.viewCode == CodedConcept(value: "399348003", scheme: "SCT", meaning: "AP"))
    #expect(
        read.viewModifiers == [
            CodedConcept(value: "399162004", scheme: "SCT", meaning: "caudad"),
            CodedConcept(value: "111069", scheme: "SCT", meaning: "Crosstable"),
        ])
    let many = try header(view((0..<20).flatMap { _ in code("3 ", "x") }))
    #expect(many.viewModifiers.count == 8)
    let beside = try header(DataSetBytes.explicit(.viewModifierCodeSequence, "SQ", code("4 ", "axial ")))
    #expect(beside.viewModifiers == [CodedConcept(value: "4", scheme: "SCT", meaning: "axial")])
}
