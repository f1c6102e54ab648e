import FindingLabels
import Testing

struct LanguageTests {
    private let labeler = FindingLabeler()

    @Test(arguments: [
        "", "1. 2.", "The lungs are clear.", "No acute disease.", "Cardiomegaly.", "Normal chest.", "Lungs clear.",
        "Clear lungs, no effusion or pneumothorax.", "Heart size normal.", "Stable XXXX. No pneumonia.",
        "Bibasilar atelectasis", "There is a small left pleural effusion.", "Intact hardware in the spine.",
        "Normal.", "No change.", "No effusion.", "No focal abnormality.",
        "RLL pneumonia", "Nodule RUL.", "Multifocal pneumonia.", "Median sternotomy wires unchanged in alignment.",
    ])
    func `English is read`(text: String) {
        #expect(labeler.reads(text))
    }

    /// Languages that no table has: "tidak", "wala" and "hakuna" deny what follows.
    @Test(arguments: [
        "Tidak ada pneumonia.", "Tidak tampak infiltrat. Cor normal.", "Wala pneumonia.",
        "Nema infiltrata. Srce normalno.",
        "Hakuna pneumonia, moyo kawaida.", "Sense vessament pleural. Cor normal.", "Kein Infiltrat. Normal gross.",
    ])
    func `a text with English words among unknown ones is not read`(text: String) {
        #expect(!labeler.reads(text))
    }

    @Test(arguments: [
        "FINDINGS: 两肺纹理清晰。IMPRESSION: 未见异常。", "Right pneumothorax. 右侧气胸，肺组织压缩百分之三十。",
    ])
    func `a text that is partly in another script is not read`(text: String) {
        #expect(!labeler.reads(text))
    }

    @Test func `a text that is not read mentions nothing, not even that there is no finding`() {
        let report = labeler.labelIfRead("Tidak ada pneumonia.")
        #expect(report == .unread && Finding.allCases.allSatisfy { report[$0] == .unmentioned })
        #expect(labeler.labelIfRead("No pneumonia.")[.noFinding] == .positive)
        #expect(labeler.labelIfRead("")[.noFinding] == .positive)
    }

    @Test func `English reports are read, whatever sentences they are made of`() {
        let sentences = templateSentences.map(\.text)
        for start in stride(from: 0, to: sentences.count - 5, by: 5) {
            let report = sentences[start..<start + 5].joined(separator: " ")
            #expect(labeler.reads(report), "\(report)")
        }
    }

    @Test(arguments: [
        "Kein Pleuraerguss, kein Pneumothorax.", "Pneumonie rechts.", "Pneumothorax links, Herz nicht vergrößert.",
        "Neumonía derecha.", "Sin derrame pleural ni consolidación.",
        "No hay derrame pleural. Los pulmones son normales.",
        "Pas d'épanchement pleural.", "Pneumothorax gauche.", "Non versamento pleurico. Polmoni espansi.",
        "Sem derrame pleural.", "Geen pleuravocht, hart niet vergroot.", "Ingen pleuravätska.",
        "Keuhkot ovat normaalit, ei nestettä.",
        "Bez płynu w jamach opłucnej.", "Plíce bez ložisek.", "Plevral efüzyon yok.", "Очаговых теней нет.",
        "No infiltrati. No versamento.", "No derrame.", "Silueta normal.", "Estudio normal.", "No consolidaciones.",
        "Πνευμονία δεξιά.", "两肺纹理清晰。", "肺野に異常なし。", "폐에 이상 없음.", "ปอดปกติ", "لا يوجد انصباب", "אין תפליט",
    ])
    func `another language is not read`(text: String) {
        #expect(!labeler.reads(text))
    }
}
