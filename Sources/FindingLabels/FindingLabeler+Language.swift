extension FindingLabeler {
    /// Whether a text is in English, the only language whose words the labeler knows. Of a text in another language it
    /// would find nothing, and call that "No Finding".
    ///
    /// Decided by the script and by the small words of the text; a text without any of them ("Cardiomegaly.") is English
    /// if the labeler finds something in it. An empty text is read.
    package func reads(_ text: String) -> Bool {
        var (latin, other) = (0, 0)
        for scalar in text.unicodeScalars where scalar.properties.isAlphabetic {
            if scalar.value < 0x250 || (0x1E00...0x1EFF).contains(scalar.value) { latin += 1 } else { other += 1 }
        }
        guard latin + other > 0 else { return true }
        guard latin > other else { return false }
        var (english, foreign) = (0, 0)
        for word in text.lowercased().split(whereSeparator: { !$0.isLetter }) {
            if SmallWords.english.contains(word) { english += 1 }
            if SmallWords.foreign.contains(word) { foreign += 1 }
        }
        if english != foreign { return english > foreign }
        return !label(text).evidence.isEmpty
    }
}

/// Words by which a report's language is known. A word that English shares with another language of the list is in
/// neither set.
private enum SmallWords {
    static let english = set(
        """
        the an and are is was were with without there this that these of or for from has have had been be by not which
        seen noted within otherwise both right left upper lower lung lungs heart chest size clear normal unremarkable
        stable unchanged acute disease evidence findings impression normally silhouette contour bones osseous soft
        tissues intact limits large small mild moderate severe new old no at on to as
        """)
    static let foreign = set(
        """
        der die das und kein keine keinen nicht ist sind ein eine mit ohne von im zum zur bei links rechts beidseits
        el la los las del y sin con se en una uno hay derecha izquierda ambos pulmones corazón tórax torax
        le les des du et est sont pas une dans sans avec au aux droit droite gauche poumons cœur coeur poumon
        il lo gli della del di non sono nei nel alla destra sinistra polmoni cuore
        o os um uma não nao sem com dos das à direita esquerda pulmões pulmoes coração
        het een geen niet zijn van met zonder rechter linker longen hart
        och ingen inga inte är med utan höger vänster lungor hjärta og ikke er uden uten høyre højre lunger hjerte
        ei ole ja keuhkot sydän oikea vasen nem és nincs tüdő szív
        ve yok var değil sağ sol akciğer kalp nie jest bez oraz w z na płuca serce prawy lewy
        je není srdce plíce v vlevo vpravo și nu fără cu plămâni không và phổi tim
        """
    ).subtracting(english)

    private static func set(_ words: String) -> Set<Substring> {
        Set(words.split(whereSeparator: \.isWhitespace))
    }
}
