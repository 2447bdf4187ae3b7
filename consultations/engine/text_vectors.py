"""Texts of one language as vectors: TF-IDF of stemmed words and of character n-grams, reduced to some dimensions.

Words carry the meaning; n-grams inside words find the same word with another ending, or misspelt, where stems differ.
Everything runs in one thread from a fixed seed: more threads add in another order, and the last digits differ.

Imports scikit-learn: only functions of `theming` import this module, when they are asked to work.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.cluster import KMeans
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import silhouette_score
from sklearn.preprocessing import normalize

from consultations.engine.language_words import Word

SEED = 20260
DIMENSIONS = 100
MANY = 50  # texts, from which on a word has to stand in two, and one that stands in most says nothing
N_GRAM_WEIGHT = 0.4
_MOST_N_GRAMS = 20_000
NUMBERS = (2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30)  # of clusters that are tried
SAMPLE = 1_500  # texts that each is judged by
_GOOD_ENOUGH = 0.95  # of the best silhouette: the fewest themes that tell as much

Vectors = NDArray[np.float64]


def word_matrix(documents: Sequence[Sequence[Word]]) -> tuple[Any, list[str]]:
    """TF-IDF of stems, and which stem each column is."""
    many = len(documents) >= MANY
    vectorizer = TfidfVectorizer(
        analyzer=lambda words: [word.stem for word in words],
        min_df=2 if many else 1,
        max_df=0.5 if many else 1.0,
        sublinear_tf=True,
    )
    return vectorizer.fit_transform(documents), list(vectorizer.get_feature_names_out())


def n_gram_matrix(documents: Sequence[Sequence[Word]]) -> Any:
    many = len(documents) >= MANY
    vectorizer = TfidfVectorizer(
        analyzer="char_wb",
        ngram_range=(3, 5),
        min_df=3 if many else 1,
        max_df=0.5 if many else 1.0,
        max_features=_MOST_N_GRAMS,
        sublinear_tf=True,
    )
    # Of the content words only: endings of stop words would tell languages apart, not subjects.
    return vectorizer.fit_transform([" ".join(word.written.casefold() for word in words) for words in documents])


def reduced(matrix: Any, fitted_on: Sequence[int]) -> Vectors:
    """All rows in few dimensions of length 1, learnt from some of them. A row without a known word is all zeros."""
    sample = matrix[np.array(fitted_on)]
    dimensions = min(DIMENSIONS, sample.shape[0] - 1, sample.shape[1] - 1)
    if dimensions < 1:
        return np.asarray(normalize(matrix).toarray(), dtype=np.float64)
    model = TruncatedSVD(dimensions, n_iter=7, random_state=SEED).fit(sample)
    return np.asarray(normalize(model.transform(matrix)), dtype=np.float64)


def joined(words: Any, n_grams: Any) -> Any:
    return csr_matrix(hstack([words, n_grams * N_GRAM_WEIGHT]))


def whole(documents: Sequence[Sequence[Word]]) -> Any:
    """Rows of length 1 with every word and n-gram, for likeness to a few texts."""
    return csr_matrix(normalize(joined(word_matrix(documents)[0], n_gram_matrix(documents))))


def centres(vectors: Vectors, most: int) -> Vectors:
    """Middles of the clusters, of length 1; as many as tell the texts apart best, the fewest where some are as good."""
    different = len(np.unique(vectors.round(9), axis=0))
    tried = [number for number in NUMBERS if number <= min(most, different - 1)]
    best: list[tuple[float, Vectors]] = []
    for number in tried:
        model = KMeans(number, n_init=4, random_state=SEED).fit(vectors)
        if len(set(model.labels_.tolist())) < 2:
            continue
        size = SAMPLE if len(vectors) > SAMPLE else None
        score = silhouette_score(vectors, model.labels_, sample_size=size, random_state=SEED)
        best.append((round(float(score), 6), model.cluster_centers_))
    if not best:
        return np.asarray(normalize(vectors.mean(axis=0, keepdims=True)), dtype=np.float64)
    top = max(score for score, _ in best)
    chosen = next(found for score, found in best if score >= top * _GOOD_ENOUGH or score == top)
    return np.asarray(normalize(chosen), dtype=np.float64)


def nearest(vectors: Vectors, middles: Vectors) -> tuple[list[int], list[int]]:
    """For each text its centre, and its likeness to it in whole per mille."""
    scores = np.rint(1000 * vectors @ middles.T).astype(np.int64)
    where = scores.argmax(axis=1)
    return where.tolist(), scores[np.arange(len(scores)), where].clip(0).tolist()


def telling(words: Any, inside: Sequence[int], most: int) -> list[int]:
    """Columns of words that these texts use more than the others do."""
    rows = np.array(inside)
    own = np.asarray(words[rows].mean(axis=0)).ravel()
    everybody = np.asarray(words.mean(axis=0)).ravel()
    share = len(rows) / words.shape[0]
    others = (everybody - share * own) / (1 - share) if share < 1 else np.zeros_like(own)
    difference = np.round(own - others, 9)
    order = np.lexsort((np.arange(len(own)), -difference))
    return [int(column) for column in order[:most] if own[column] > 0 and difference[column] > 0]


def likeness(rows: Any, chosen: Sequence[int]) -> Vectors:
    """Of each row to the middle of the chosen ones, to nine digits."""
    total = np.asarray(rows[np.array(chosen)].sum(axis=0)).ravel()
    return np.asarray(np.round(rows @ (total / np.linalg.norm(total)), 9), dtype=np.float64)


def likeness_of_each(rows: Any, chosen: Sequence[int]) -> Vectors:
    """Of each chosen row to the middle of the other chosen ones."""
    own = rows[np.array(chosen)]
    total = np.asarray(own.sum(axis=0)).ravel()
    products = own @ total - 1  # rows are of length 1
    lengths = np.sqrt(np.maximum(total @ total - 2 * (own @ total) + 1, 1e-12))
    return np.asarray(np.round(products / lengths, 9), dtype=np.float64)
