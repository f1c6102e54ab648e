import FindingLabels
import Testing

struct LanguageTests {
    private let labeler = FindingLabeler()

    @Test(arguments: [
        "", "1. 2.", "The lungs are clear.", "No acute disease.", "Cardiomegaly.", "Normal chest.", "Lungs clear.",
        "Clear lungs, no effusion or pneumothorax.", "Heart size normal.", "Stable XXXX. No pneumonia.",
        "Bibasilar atelectasis", "There is a small left pleural effusion.", "Intact hardware in the spine.",
        "Normal.", "No change.", "No effusion.", "No focal abnormality.",
    ])
    func `English is read`(text: String) {
        #expect(labeler.reads(text))
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
