"""Short and familiar forms of given names: what a neighbour says, and what the papers have.

Pure. A form that begins as its name does (Alex) is found by its beginning and is not listed. A form
may belong to several names (Sacha, Sandy, Ali). Like a beginning, such a form is only ever the
second word that agrees: alone it finds nobody (X41).
"""

from __future__ import annotations

import re

# A name with its other spellings and translations, then «:» and its familiar forms.
_LINES = """
abdelaziz abdulaziz: aziz zizou
abigail abigale: abbie abby gail nabby
adeline adelina: addie della dell lina
alastair alistair: al ally
alberta elberta: bertie allie
albert elbert adalbert: bert bertie al
amanda miranda: mandy
araminta: minty
arabella: bella belle
archibald: archie baldo
abdelhakim abdulhakim: hakim
abdelhamid abdulhamid: hamid
abdelkader abdulkadir: kader
abdelkrim abdulkarim: krim karim
abdellah abdallah abdullah: abdou
abdelmalek abdulmalik: malek malik
abderrahmane abdurrahman abdulrahman: rahman abdou
adelaide: adele addie della heidi
adrien adrian: riri
agathe agatha: aggie
agnes: aggie nessie nessa
aicha aisha: aichouche
alain alan: al
albert albertine alberta: bert bertie bebert al tina
alexandre alexander aleksandr alexandra: sacha sasha sandro sandra sandy xander xandra zander
 lex lexi alec alek shura iskander skander al
alfred frederic frederick: fred freddy freddie fredo fritz rick ricky
alice alicia: lili lissa ellie
alphonse alfonso: fonfon fonzie
amandine amanda: mandy mandine
amelie amelia: mely milly lia
anastasia: nastia nastya stacy tasia
andre andrew andrei andreas: dede drew andy andrioucha
angelique angela angelina: gigi angie lina
anne anna ann annie hannah hanna ganna: nanou nan nancy nanette ania anya anka nina nettie
anthony antoine anton antonio: tony toni toto titoine tonio tonino
antoinette antonia: toinette toni nettie tonia
arnaud arnold: nono arnie
arthur: art artie tutur
asma: soussou
augustin augustine auguste august augusta augustus augustina: gus gussie tintin tina
barbara: babs babette barb bobbie varya
barnabe barnabas barnaby: barney
bartholomew barthelemy: bart barney bat mees meus
beatrice beatrix: bea trixie tricia trissie
benjamin: ben benji benny jamin
benoit benedict: ben nono
bernard bernadette: bernie nanar barney detta
bertrand: bebert bert
boubacar aboubacar abubakar: bouba
brigitte bridget brigid: gigi bibi biddy bridie
caroline carolina: caro carrie lina line callie lynn
catherine katherine ekaterina katarina kathleen: cathy kathy kate katie kitty katia katya
 katiouchka cat kat kay kit rina trina nina
cecile cecilia: cissy cis celia
charles charlotte carl carlos: charlie charly carlo chuck chick lotte lottie karl
charlotte: lola lolotte lotta
christine christina christelle kristina: chris cricri tina kris kristy kirsty chrissie tine
christophe christopher christian: chris cricri kit kris topher
claire clara clarissa: clairette clary
claude claudine claudia: clo clo-clo dine
clemence clement clementine: clem clemmie tine
cyrille cyril: kiki
daniel danielle: dan dany danny danou
david: dave davy dodo vidi
deborah: deb debbie debby debs
denis denise dennis: denny dion
diane diana: didi di
dimitri dmitri: dima mitia mitya
djamel jamal: djam
dominique dominic dominick: dom domi nick mimi
donald: don donnie
dorothee dorothy dorothea: dora dot dottie dolly dody thea
edmond edmund edgar edwin: ed eddy eddie ned ted
edouard edward eduardo: ed eddy eddie ned ted teddy doudou
eleonore eleanor leonore: nora nell nellie ellie lena leo lenora
elisabeth elizabeth isabelle isabel: elise lise lisa lisette babeth babette beth betty bess
 bessie betsy eliza liz lizzie libby zaza lilibet belle bella isa elsa ilse liesl
emile emilie emily emilia: mimile milly millie em emmy mili
emmanuel emmanuelle: manu mano manuel
emma: em emmy
ernest: ernie nenesse
etienne stephane stephanie stephen steven: steph stef fanny steve titi
eugene eugenie: gene genie nini
evelyne evelyn eve eva: evy lyne eveline vita
fatima fatiha: fati fatou fatim fafa tima
fatoumata: fatou fanta
fernand ferdinand fernando: nando ferdie fred freddie nandor
florence florian: flo flossie florrie
francois francoise francis francisco frances: fanfan francky frank fran soizic paco pancho fanny
 frankie sissy cisco fannie
frederique: fred freddie rica
gabriel gabrielle: gaby gabi gab brielle
gaspard jasper: gas
genevieve: ginou viviane geneva
georges george georgette giorgi georgina: jojo geordie gina georgie georgy yuri iouri
gerard gerald geraldine: gege gerry jerry
gertrude: trudy gertie
giuseppe joseph josephine jose josef youssef yusuf: jo joe joey jojo jef pepe pepito beppe fifi
 josy josie sefa youyou soussou iossif osip
gregory gregoire: greg greggy grisha
guillaume william wilhelm guillermo: guigui will willy willie bill billy liam wim helmut memo
gustave: gus tave
gwendolyn gwendoline guenievre gwenaelle: gwen wendy gwenny lyn
habiba: biba
hermine hermione: mina minnie
hadrien: adi
harold henry henri harriet harry: hal hank harry riton riri rik hattie
helene helena helen elena: lena nell nelly nellie ellie leni lenotchka
herve: vevet
hocine hussein hassan: hosni hass
honore honora: nora
hubert bertha: bert bebert hub
hugo hugues hugh: hughie
ibrahim abraham brahim: ib abe bram brahim bibi
ignace ignacio: nacho
ilias elias elie: lilou eli
irene: renie rena
isaac: ike zac
ismael: isma smail
ivan yvan: vania vanya
jacqueline: jackie jacquie lina
jacques james jacob yakov: jacquot jim jimmy jamie jake coco kuba jock
jean john johann giovanni juan: jeannot jack johnny jon ian sean hans gianni vanni nino jock
jeanne jane janet joanna jeannette johanna: jeannie jenny nette jo janie joan netta jessie
jean-baptiste baptiste: jb titi
jennifer: jen jenny
jeremie jeremy: jerry jem
jerome: jerry gege
jesus: chucho
joachim: jo
jonathan nathan: jon nat nate john
josette: jo zette
judith: judy jude
jules julien julie julian julia juliette: juju jill jolie
julius julian: jules
karim: kiki krim
kaitlin katelin katelyn kaitlyn caitlin: kate katie kay kat cait lynn
kenneth: ken kenny
khadija: khadi dija didja
khaled: khal
kevin: kev keke
larissa: lara
laurent lawrence laurence laura: lolo larry lauri laurie lorenzo lars lori
lea: lele
leon leonard leonardo leopold: leo len lenny nono
leila: lilou
lionel: lio
louis louise ludwig luis luigi lewis: loulou lou lulu louison luigino gigi lew luisito
luc lucas luke: lulu
lucie lucienne lucy lucille lucia lucinda: lulu lou lucky cindy
ludovic: ludo
lydie lydia: lyddie
mabel amabel: may mab
marilyn: lynn mary
maureen maura: mo mary reenie
madeleine magdalena madeline: mado mad maddie lena magda maud
mamadou mohamed mohammed muhammad mahamadou: momo moha med mo mimo hamada doudou
marcel marcelle: cece celo marcy
margaret marguerite margarita: maggie meg megan peg peggy margot margie greta rita daisy margo
 maisie madge mamie maud
marie maria mary mariam miriam myriam: mimi manon molly polly may mae mia mitzi moll marion
 mariette minnie mamie macha masha marioutcha maroussia
marie-claude: marilou
martin martine: marty tintin tine
martha marthe: marty patty mattie
mathilde matilda: tilda tilly mattie maud thilde
mathieu matthieu matthew matteo: mat matt matty thieu mathis
maurice morris: momo mo
maxime maximilien maximilian: max maxou milian
mehdi: medi
mehmet: memo
melanie: mel lanie
michel michele michelle michael mikhail miguel: micha misha mick mickey mike mimi miche mitch
 micky mikey shelly chelle
mokhtar: mokh
monique monica: momo mona nika
mouloud: milou
moussa moise: mouss
mustapha mustafa: mouss moustic stapha musti
nabil: nabs
millicent: millie milly lissa
nadine nadia: nad dine nadou
natalie nathalie natalia: nat nath talia tasha natacha lie nattie
nicolas nicholas nikolai nicole: nico nick nicky nikita kolia kolya klaus coco niels claus colin
noemie naomi: mimi
norbert: nono bert
nora honora eleonora: norrie
octave octavie octavia: tavie
olga: olya
olivier oliver olivia: oli olli liv livvy nolly
ousmane osman: ous
oswald osvaldo: oz ozzie waldo
pamela: pam
pascal pascale: pasc
patrick patricia patrice: pat patsy paddy patty tricia trish rick
paul paule pauline paula: popaul paulette polly pavlik lina
penelope: penny nell
philippe philip: phil fifi pip flip pippo
pierre peter pedro piotr pietro: pierrot pete petia petya perrin
quentin: tintin
rachid: rach
rachel: rae shelly
raphael raphaelle: raf rafa rafi
raymond ramon: ray moncho
rebecca: becky becca bex reba
regine regina: gina reggie
rene renee: nene rennie
richard ricardo: rick ricky dick dickie rich richie
robert roberto roberta: bob bobby rob robbie robin bert bertie bobbie dob
roger rodger: rod hodge
roland rolland: rollo orlando
romain roman: roro
ronald: ron ronnie
rosalie rosalia rosalind rosamund: rosie rosa linda roz
roxane roxanne: roxy
rudolf rodolphe: rudy dolph rolf
said: sidi
salah: sala
samuel samantha: sam sammy
sarah sara: sally sadie sari
sebastien sebastian: seb bastien bastian basti
selim: sel
selina celina: lina sela
serge sergei: sergio serioja
silvestre sylvester: sly
simon simone: sim simi
slimane soliman sulaiman: slim sol
sofiane: sof
sonia sophie sophia sofia: so soso fifi soph
stanislas: stan stas
susanne suzanne susan susanna: suzy susie sue suzette sanna zuzu
sylvie sylvain sylvia: syl
tatiana tetiana: tania tanya
tarek tariq: tar
theodore theodora: theo ted teddy dora fedia
theophile: theo
therese theresa teresa: terry tess tessa tracy tereza resi
thibault theobald: titi
thierry: titi
thomas: tom tommy toto
timothee timothy: tim timmy
valentin valentine valentina: val tina
valerie: val
ursula: ulla ursel
veronique veronica: vero nika ronnie
victor victoria victoire: vic vicky toto tory vika
vincent: vince vinny vincenzo enzo
virginie virginia: ginny gina
vladimir: vova volodia vlad
walter: walt wally
wilfried wilfred: will fred
winifred: winnie freddie fred
xavier javier: xav zav javi
yacine yassine: yass
yannick yann: nick
yousra: yous
yvonne yvette ivonne: vonnette vette
zacharie zachary zakaria: zac zach zak zaki
zineb zeinab zaynab: zina zizi
zoubida: zouzou
"""


def _names() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for line in re.split(r"\n(?! )", _LINES.strip()):
        full, _colon, familiar = line.partition(":")
        for name in full.split():
            found.setdefault(name, set()).add(name)
        for form in familiar.split():
            found.setdefault(form, set()).update(full.split())
    return {form: frozenset(names) for form, names in found.items()}


_NAMES = _names()


def names_of(word: str) -> frozenset[str]:
    """The given names that a word may stand for: itself, or those whose familiar form it is.

    Two names of one line are no forms of each other: Louis and Louise are brother and sister.
    """
    return _NAMES.get(word, frozenset())
