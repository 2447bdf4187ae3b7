"""How taking part works, from the first reading to the answer."""
# ruff: noqa: E501 -- one paragraph a line: these are texts, not code.

from home.information.page import InformationPage, InformationText, heading, prose, steps

PAGE = InformationPage(
    slug="how-it-works",
    texts={
        "en": InformationText(
            title="How it works",
            summary="From the text of a draft to the decision and its reason: how your words travel, and how to follow them.",
            body=[
                steps(
                    (
                        "Read",
                        "A draft is published clause by clause. Each clause has a number, an address of its own and a count of what was said about it.",
                    ),
                    (
                        "Say what you think",
                        "Comment on any clause: say whether you support it, what you would change, and propose other words. You need no account; a code sent to your e-mail address is enough.",
                    ),
                    (
                        "Follow the answer",
                        "You get a reference such as C‑2026‑000123. It leads to your comment, to the decision on its clause and to the reason for that decision.",
                    ),
                ),
                heading("Who can take part"),
                prose(
                    "<p>Everybody whom a decision concerns: residents, people who work here, associations and companies. There is no minimum age for commenting. Organisations say that they are one.</p>"
                ),
                heading("What happens to a comment"),
                prose(
                    "<ul><li><b>It arrives.</b> Once you have confirmed your address the comment is received, gets its reference, and you get a receipt.</li>"
                    "<li><b>It is checked.</b> Depending on the consultation a moderator reads it before or after it is published. A comment is withheld only for a reason from a public list, such as insults, advertising or other people’s private data, never for the opinion in it.</li>"
                    "<li><b>It is counted and read.</b> Comments are grouped by clause. Letters that many people send with the same words are shown together and every one is counted.</li>"
                    "<li><b>It is answered.</b> When the consultation has closed the responsible office answers clause by clause: accepted, accepted in part, not accepted, already covered, out of scope or noted, always with a reason.</li></ul>"
                ),
                heading("What your comment can change"),
                prose(
                    "<p>A consultation advises those who decide; it is not a vote, and the number of comments alone decides nothing. A good reason given once can change a clause. The outcome report shows which clauses changed, after which comments, and why others did not.</p>"
                ),
                heading("How you appear"),
                prose(
                    "<p>You choose for each comment: with your name, with a pseudonym, anonymously, or confidentially. A confidential comment is read, counted and answered, but its text and your name are never published.</p>"
                ),
                heading("Without the internet"),
                prose(
                    "<p>Letters, phone calls and what is said in meetings count the same. Staff enter them with the way they came by, and you get a reference for them too.</p>"
                ),
            ],
        ),
        "fr": InformationText(
            title="Comment ça marche",
            summary="Du texte d’un projet à la décision et à sa raison : le chemin de vos mots, et comment le suivre.",
            body=[
                steps(
                    (
                        "Lire",
                        "Un projet est publié clause par clause. Chaque clause a un numéro, une adresse à elle et le compte de ce qui en a été dit.",
                    ),
                    (
                        "Dire ce que vous pensez",
                        "Commentez la clause de votre choix : dites si vous la soutenez, ce que vous changeriez, et proposez d’autres mots. Aucun compte n’est nécessaire ; un code envoyé à votre adresse électronique suffit.",
                    ),
                    (
                        "Suivre la réponse",
                        "Vous recevez une référence telle que C‑2026‑000123. Elle mène à votre commentaire, à la décision prise sur la clause et à la raison de cette décision.",
                    ),
                ),
                heading("Qui peut participer"),
                prose(
                    "<p>Toute personne qu’une décision concerne : les habitants, celles et ceux qui travaillent ici, les associations et les entreprises. Il n’y a pas d’âge minimal pour commenter. Une organisation dit qu’elle en est une.</p>"
                ),
                heading("Ce que devient un commentaire"),
                prose(
                    "<ul><li><b>Il arrive.</b> Dès que vous avez confirmé votre adresse, le commentaire est reçu, il porte une référence et vous avez un accusé de réception.</li>"
                    "<li><b>Il est vérifié.</b> Selon la consultation, un modérateur le lit avant ou après sa publication. Un commentaire n’est écarté que pour un motif d’une liste publique, comme l’insulte, la publicité ou les données privées d’autrui, jamais pour l’opinion qu’il exprime.</li>"
                    "<li><b>Il est compté et lu.</b> Les commentaires sont regroupés par clause. Les lettres que beaucoup de personnes envoient avec les mêmes mots sont montrées ensemble et chacune est comptée.</li>"
                    "<li><b>Il reçoit une réponse.</b> Après la clôture, le service responsable répond clause par clause : retenu, retenu en partie, non retenu, déjà prévu, hors du champ ou pris en note, toujours avec une raison.</li></ul>"
                ),
                heading("Ce que votre commentaire peut changer"),
                prose(
                    "<p>Une consultation éclaire celles et ceux qui décident ; ce n’est pas un vote, et le nombre de commentaires ne décide de rien à lui seul. Une bonne raison donnée une seule fois peut changer une clause. Le bilan montre quelles clauses ont changé, à la suite de quels commentaires, et pourquoi d’autres sont restées.</p>"
                ),
                heading("Comment vous apparaissez"),
                prose(
                    "<p>Vous choisissez pour chaque commentaire : sous votre nom, sous un pseudonyme, de façon anonyme ou confidentielle. Un commentaire confidentiel est lu, compté et reçoit une réponse, mais ni son texte ni votre nom ne sont jamais publiés.</p>"
                ),
                heading("Sans internet"),
                prose(
                    "<p>Les lettres, les appels et ce qui se dit en réunion comptent de la même façon. Les agents les saisissent en notant par quelle voie ils sont venus, et vous recevez aussi une référence.</p>"
                ),
            ],
        ),
        "ar": InformationText(
            title="كيف تسير المشاركة",
            summary="من نص المشروع إلى القرار وسببه: مسار كلماتكم وكيف تتابعونه.",
            body=[
                steps(
                    ("اقرؤوا", "يُنشر المشروع بندًا بندًا. لكل بند رقم وعنوان خاص به وعدد ما قيل عنه."),
                    (
                        "قولوا رأيكم",
                        "علّقوا على أي بند: هل تؤيدونه، وماذا تغيّرون فيه، واقترحوا صياغة أخرى. لا حاجة إلى حساب؛ يكفي رمز يُرسل إلى بريدكم الإلكتروني.",
                    ),
                    (
                        "تابعوا الجواب",
                        "تحصلون على مرجع مثل C‑2026‑000123 يقودكم إلى تعليقكم وإلى القرار بشأن البند وإلى سبب ذلك القرار.",
                    ),
                ),
                heading("من يمكنه المشاركة"),
                prose(
                    "<p>كل من يعنيه القرار: السكان ومن يعمل هنا والجمعيات والشركات. لا سنّ دنيا للتعليق. وتصرّح المنظمة بأنها منظمة.</p>"
                ),
                heading("ماذا يحدث للتعليق"),
                prose(
                    "<ul><li><b>يصل.</b> ما إن تؤكدوا عنوانكم حتى يُستلم التعليق ويُعطى مرجعًا وتتلقون وصلًا.</li>"
                    "<li><b>يُراجَع.</b> يقرؤه مشرف قبل النشر أو بعده بحسب الاستشارة. ولا يُحجب تعليق إلا لسبب من قائمة معلنة، كالشتم أو الإشهار أو بيانات الآخرين الخاصة، ولا يُحجب أبدًا بسبب الرأي الذي فيه.</li>"
                    "<li><b>يُحسب ويُقرأ.</b> تُجمع التعليقات حسب البنود. والرسائل التي يبعث بها كثيرون بالكلمات نفسها تُعرض معًا وتُحسب كل واحدة منها.</li>"
                    "<li><b>يُجاب عنه.</b> بعد غلق الاستشارة تجيب الجهة المسؤولة بندًا بندًا: مقبول، أو مقبول جزئيًا، أو غير مقبول، أو مضمّن بالفعل، أو خارج الموضوع، أو أُخذ علمًا به، ومع كل جواب سببه.</li></ul>"
                ),
                heading("ما الذي يمكن أن يغيّره تعليقكم"),
                prose(
                    "<p>الاستشارة رأي لمن يقرر وليست تصويتًا، وعدد التعليقات وحده لا يحسم شيئًا. قد يغيّر سبب وجيه قيل مرة واحدة بندًا كاملًا. ويبيّن تقرير النتائج أي البنود تغيّرت، وبعد أي تعليقات، ولماذا لم تتغيّر بنود أخرى.</p>"
                ),
                heading("كيف يظهر اسمكم"),
                prose(
                    "<p>تختارون في كل تعليق: باسمكم، أو باسم مستعار، أو دون اسم، أو بسرّية. التعليق السري يُقرأ ويُحسب ويُجاب عنه، لكن نصه واسمكم لا يُنشران أبدًا.</p>"
                ),
                heading("دون الإنترنت"),
                prose(
                    "<p>للرسائل والمكالمات وما يُقال في الاجتماعات الوزن نفسه. يُدخلها الموظفون مع ذكر الطريق الذي جاءت منه، وتحصلون على مرجع لها أيضًا.</p>"
                ),
            ],
        ),
    },
)
