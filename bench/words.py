"""A language of the bench's own: French words as frequent as words are, and sentences of them.

Nothing is copied: the words are those that anybody would use of public services, the rarer ones
are made of syllables. Each piece of text comes with what search makes of it, worked out once.
"""

from itertools import accumulate, product
from random import Random

from terreau.search import analysis

SIZE = 40_000
SHIFT, SLOPE = 2.7, 1.05  # of Mandelbrot's law (1953): frequency ~ 1 / (rank + shift) ^ slope


def words_of(text):
    return text.split()


USUAL = words_of("""
    service usager démarche agent territoire commune numérique projet accès donnée citoyen équipe
    administration public local dossier accompagnement formation emploi santé logement énergie
    transport mobilité école élève famille enfant jeune sénior handicap aidant soignant hôpital
    médecin patient prévention inclusion solidarité insertion entreprise artisan commerce
    agriculteur exploitation forêt rivière littoral montagne village quartier métropole région
    département préfecture mairie collectivité syndicat association bénévole partenaire réseau
    plateforme outil simulateur formulaire annuaire carte catalogue tableau indicateur mesure
    enquête statistique publication transparence ouverture code logiciel application site
    interface accessibilité ergonomie parcours simplification délai attente guichet accueil
    rendez téléphone courrier papier signature justificatif attestation certificat permis licence
    autorisation déclaration contrôle inspection sanction amende recours médiation justice
    tribunal avocat greffe police gendarmerie pompier secours urgence risque inondation incendie
    sécheresse canicule climat carbone émission rénovation isolation chauffage chaleur bâtiment
    chantier architecte urbanisme cadastre parcelle terrain foncier voirie trottoir vélo piste bus
    train gare covoiturage stationnement livraison marché achat facture budget dépense recette
    impôt taxe subvention financement appel candidature jury lauréat concours prix bourse
    étudiant université laboratoire recherche chercheur expérimentation évaluation preuve impact
    résultat objectif feuille route calendrier étape comité décision délibération vote élection
    consultation débat participation contribution proposition avis signalement alerte suivi
    historique archive mémoire patrimoine musée bibliothèque livre lecture culture spectacle
    festival sport piscine stade licence club tourisme séjour sentier parc jardin arbre semence
    biodiversité espèce abeille oiseau pollution déchet recyclage réemploi compost tri eau source
    nappe assainissement air bruit lumière nuit paysage cantine repas alimentation circuit
    producteur maraîcher élevage pêche port navire aéroport douane frontière accueil réfugié langue
    traduction illettrisme mot sens récit témoignage atelier fablab mentor tutorat apprentissage
    compétence métier recrutement mutation carrière salaire retraite congé absence planning
    réunion compte rendu note courriel messagerie agenda visioconférence identité connexion mot
    sécurité chiffrement sauvegarde hébergement serveur incident panne maintenance version
    documentation tutoriel communauté dépôt contributeur licence standard norme format échange
    interopérabilité référentiel registre base fichier tableur export algorithme modèle image voix
    texte reconnaissance assistant conversation question réponse recommandation alerte veille
    """)
STARTS = words_of("re dé pré co sur trans inter auto micro multi")
ROOTS = words_of("""
    form port cord lim sent vall gram plan cult mont dict quart serv tract vis fonc plac men caud
    lign marc jour tour grad num sal veil dor fil tass bord chant cler drap fauch gal harm jard lanc
    moul nerv pail rang sabl temp volt barr cam dal frim glan pist roul tein
    """)
MIDDLES = words_of("al an er ibl ol at en is ur on")
ENDS = words_of("age ement ation eur euse if ivité ance ier ière able isme iste oir ure ude")
SYLLABLES = words_of("""
    ba be bo cla co cor da dé di do fa fi flo ga go gri ja jo ka la le li lo lu ma mé mi mo na ni no
    nou pa pé pi pla po ra ré ri ro sa sé si so ta té ti to tra va vé vi vo za zé zo lys mar
    """)
SENTENCES = (
    "Le %s et la %s manquent de %s pour chaque %s.",
    "Beaucoup renoncent : %s, %s et %s restent difficiles sans %s ni %s.",
    "Un %s commun réunit %s, %s et %s autour du %s.",
    "Chaque %s suit son %s en ligne, de la %s à la %s.",
    "Nous rendons le %s plus simple grâce à un %s ouvert, une %s partagée et des %s.",
    "Depuis deux ans, les %s testent %s et %s avec leurs %s.",
)
TITLES = ("%s %s", "%s", "%s : %s %s", "%s pour %s", "Mon %s %s")


class Language:
    """Words by their rank, with the ranks drawn as Zipf and Mandelbrot say."""

    def __init__(self, lexicon, seed):
        self.lexicon = lexicon
        self.words = vocabulary(seed)
        self.pieces = [lexicon.piece(word) for word in self.words]
        self.ranks = range(len(self.words))
        self.weights = list(accumulate(1 / (rank + 1 + SHIFT) ** SLOPE for rank in self.ranks))
        self.sentences = [self._pattern(text) for text in SENTENCES]
        self.titles = [self._pattern(text) for text in TITLES]

    def _pattern(self, text):
        between = [self.lexicon.piece(part) for part in text.split("%s")]
        return text, between, len(between) - 1

    def sentence(self, random):
        """(text, pieces in their order)."""
        text, between, slots = random.choice(self.sentences)
        ranks = random.choices(self.ranks, cum_weights=self.weights, k=slots)
        pieces = [between[0]]
        for rank, after in zip(ranks, between[1:], strict=True):
            pieces += (self.pieces[rank], after)
        return text % tuple([self.words[rank] for rank in ranks]), pieces

    def text(self, random, sentences):
        told = [self.sentence(random) for _ in range(sentences)]
        return " ".join([text for text, _ in told]), [each for _, pieces in told for each in pieces]

    def title(self, random):
        """A title that begins with an invented name, as those of services often do."""
        text, between, slots = random.choice(self.titles)
        ranks = random.choices(self.ranks, cum_weights=self.weights, k=slots - 1)
        name = "".join(random.choices(SYLLABLES, k=3)).capitalize()
        pieces = [between[0], self.lexicon.piece(name), between[1]]
        for rank, after in zip(ranks, between[2:], strict=True):
            pieces += (self.pieces[rank], after)
        return text % (name, *[self.words[rank] for rank in ranks]), pieces


def vocabulary(seed):
    """SIZE different words, the usual ones first and in an order of their own."""
    random = Random(seed)  # noqa: S311  not for secrets
    made = ["".join(parts) for parts in product(["", *STARTS], ROOTS, ["", *MIDDLES], ENDS)]
    random.shuffle(made)
    return list(dict.fromkeys([*USUAL, *made]))[:SIZE]


class Lexicon:
    """What search makes of pieces of text: their lexemes, and their pairs (word, lexeme)."""

    def __init__(self):
        self.pairs = {}
        self.written = {}
        self.known = {}

    def piece(self, text):
        """(numbers of its pairs, its lexemes parted by spaces), the same object each time."""
        found = self.known.get(text)
        if found is None:
            words = analysis.telling_words(text, analysis.FRENCH)
            lexemes = analysis.stems(words, analysis.FRENCH)
            numbers = [
                self.pairs.setdefault(pair, len(self.pairs))
                for pair in zip(words, lexemes, strict=True)
            ]
            for word, written in analysis.spellings(text).items():
                self.written.setdefault(word, written)
            found = self.known[text] = (tuple(numbers), " ".join(lexemes))
        return found


def lexemes(pieces):
    """The lexemes of pieces in their order, parted by spaces."""
    return " ".join([said for _, said in pieces if said])


def pairs(*texts):
    """The set of numbers of the pairs of several lists of pieces."""
    return {number for pieces in texts for numbers, _ in pieces for number in numbers}
