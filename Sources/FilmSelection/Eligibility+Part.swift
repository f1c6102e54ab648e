import DICOMCore
import WorkList

extension Eligibility {
    /// Why an image is not of the chest.
    ///
    /// Body Part Examined and the region's code decide if they name a part: "rule out chest injury" may describe an image
    /// of a hand. Otherwise the descriptions do, the image's before the study's. An image whose description names another
    /// part and not the chest is never read.
    func reasonAgainstPart(of image: ReceivedImage) -> String? {
        let words = chestTerms.map { WordPattern("\($0)*") }
        func statement(_ text: String) -> BodyPartStatement {
            BodyPartStatement(FoldedText(text), furtherChestWords: words)
        }
        var named: [(statement: BodyPartStatement, reason: String)] = []
        if let part = image.bodyPartExamined {
            let statement = statement(part)
            let shown = shownTerm(part, word: statement.word)
            named.append((statement, "Body Part Examined (0018,0015) is \(shown), not the chest"))
        }
        if let region = image.anatomicRegion {
            let byCode = RegionCodes.isChest(region).map {
                $0 ? BodyPartStatement.chest : .elsewhere(word: "", isBesideChest: false)
            }
            named.append(
                (
                    byCode ?? statement(region.meaning),
                    "Anatomic Region Sequence (0008,2218) is \(shownCode(region)), not the chest"
                ))
        }
        named.removeAll { $0.statement == .nothing }
        if let other = named.first(where: { $0.statement.isElsewhere }) { return other.reason }

        let described = image.descriptions.map { (statement: statement($0.value), attribute: $0.attribute) }
        let isNamed = named.contains { $0.statement == .chest }
        for text in described {
            if case .elsewhere(let word, let isBesideChest) = text.statement, !(isNamed && isBesideChest) {
                return "\(text.attribute) says \"\(word)\", a part other than the chest"
            }
        }
        if isNamed { return nil }
        if let unknown = named.first { return unknown.reason }
        if described.contains(where: { $0.statement == .chest }) { return nil }
        switch image.studyDescription.map(statement) {
        case .chest: return nil
        case .elsewhere(let word, _):
            return "Study Description (0008,1030) says \"\(word)\", a part other than the chest"
        default:
            return
                "nothing in the header says that this is a chest: no Body Part Examined (0018,0015), no Anatomic "
                + "Region Sequence (0008,2218), and no description that names it"
        }
    }
}

extension BodyPartStatement {
    fileprivate var isElsewhere: Bool {
        if case .elsewhere = self { true } else { false }
    }

    /// The entry of the table that names another part; empty for none.
    fileprivate var word: String {
        if case .elsewhere(let word, _) = self { word } else { "" }
    }
}

extension ReceivedImage {
    /// The free texts about the image or its series, each with the name of its attribute.
    var descriptions: [(attribute: String, value: String)] {
        [
            ("Acquisition Device Processing Description (0018,1400)", acquisitionDeviceProcessingDescription),
            ("Series Description (0008,103E)", seriesDescription), ("Protocol Name (0018,1030)", protocolName),
        ].compactMap { attribute, value in value.map { (attribute, $0) } }
    }
}
