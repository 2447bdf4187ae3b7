"""Words that a question may leave out and still mean the same.

Nobody has to write "the" to be found. A word that names something in another language is none of them: "car" is
"because" in French, "son" is "his", "or" is gold; a question does not say its language.
"""

_ENGLISH = """
a an the of to in on at by for from with and is are was were be been being do does did has have had this that these
those it its my your our their his her i we you they what which who when where why how can could should will would shall
may must there not no if as so than then any about into
"""
_FRENCH = """
le la les un une des du de d l et ou a au aux en dans pour par avec sans est sont etait etre que qui quoi dont quel
quelle quels quelles quand comment pourquoi combien ce cet cette ces se sa ses mes mon ma ta tes notre nos votre vos
leur leurs il elle ils elles je tu nous vous on y ne pas ni si mais donc comme sur chez entre vers ai ont peut
faut cela ca
"""
_ARABIC = """
في من على الى عن مع بين او و ثم قد لا لم لن ما ماذا لماذا كيف متى اين هل كم اي ان انه انها هو هي هم نحن انا انت هذا هذه
ذلك تلك هناك التي الذي الذين كان كانت يكون تكون كل بعض عند عندما حول حتى لكن اذا ليس به بها له لها فيه فيها منه منها
عليه عليها
"""
FUNCTION_WORDS = frozenset(f"{_ENGLISH} {_FRENCH} {_ARABIC}".split())
