import type { RunbookWords } from './runbook-words';

export const RUNBOOK_FR: RunbookWords = {
  title: 'Plan de reprise de {site}',
  made: 'Écrit le {when} par la version {version}, pour : {setup}. Il ne contient aucun secret, seulement les noms des variables.',
  'setup.server': 'un serveur avec Node.js',
  'setup.docker': 'Docker',
  'setup.vercel': 'Vercel',
  'setup.managed': 'un serveur, la base de données chez un fournisseur',
  'lead.proven':
    'Si tout était perdu maintenant, le site pourrait revenir à son état du {when}. Cette sauvegarde a été restaurée et comparée, table par table.',
  'lead.unproven':
    'Si tout était perdu maintenant, le site pourrait revenir à son état du {when}. Cette sauvegarde a été relue ; aucune restauration ne l’a encore prouvée.',
  'lead.none': 'Il n’y a aucune bonne sauvegarde. Rien ne pourrait être remis en place.',
  'lead.unknown':
    'Le stockage n’a pas répondu : personne ne sait ici ce qui peut être remis en place. Les étapes restent valables.',
  'warn.older':
    'Une sauvegarde plus récente, {id} du {when}, a été relue, mais aucune restauration ne l’a encore prouvée.',
  'warn.content':
    'Le contenu n’est dans aucune sauvegarde et n’a pas de dépôt distant : ce qui n’est que sur le serveur serait perdu.',
  'warn.application': 'On ne sait pas ici où se trouve le dépôt de l’application. Écrivez son adresse à l’étape 0.',
  'warn.local':
    'Les sauvegardes sont dans un dossier de ce serveur. Si le serveur est perdu, elles le sont aussi : définissez BACKUP_COPIES ou BACKUP_STORAGE.',
  'warn.signing':
    'BACKUP_SIGNING_KEY n’est pas définie : les sauvegardes sont signées avec une clé tirée de {name}. Gardez celle-ci ailleurs que sur ce serveur.',
  contacts: 'Qui appeler',
  'contacts.none': 'Personne n’est nommé. Mettez des noms et leurs numéros de téléphone dans BACKUP_RUNBOOK_CONTACTS.',
  facts: 'Ce site',
  'fact.site': 'Site',
  'fact.database': 'Base de données',
  'fact.provider': 'Fournisseur de la base',
  'fact.proven': 'Dernière sauvegarde prouvée',
  'fact.good': 'Dernière bonne sauvegarde',
  'fact.madeAt': 'Faite le',
  'fact.holds': 'Elle contient',
  'fact.holdsText': 'tables : {tables}, lignes : {rows}, {size} ; contenu : {content}',
  'fact.contentAt': 'commit {head}',
  'fact.contentNone': 'aucun',
  'fact.place': 'Sauvegardes',
  'fact.copy': 'Copie « {name} »',
  'fact.content': 'Dépôt du contenu',
  'fact.branch': 'Sa branche et son commit',
  'fact.application': 'Application',
  'fact.keys': 'Chiffré pour',
  needs: 'À avoir sous la main',
  'needs.text':
    'Node.js 20.19 ou plus récent et git 2.38 ou plus récent{postgres}, et les valeurs de ces variables. Les commandes demandent chacune d’elles ; aucune n’est dans ce fichier.',
  'needs.postgres': ', les programmes clients de PostgreSQL en version {major} ou plus récente',
  'need.database': 'L’adresse du nouveau serveur PostgreSQL : chez qui l’exploite, ou dans la console du fournisseur.',
  'need.signing': 'Votre coffre de mots de passe. Sans elle, rien ne distingue une vraie sauvegarde d’une fausse.',
  'need.identity':
    'Le fichier avec une clé privée age de l’une des clés publiques ci-dessus : là où le dit la trousse de secours. Docker : mettez-le dans le dossier « site ».',
  'need.s3': 'La console du stockage : la clé gardée pour un sinistre, ou une nouvelle qui peut lire et écrire.',
  'need.gcs': 'Le texte JSON d’une clé de compte de service, dans la console de Google.',
  'need.token': 'Un jeton qui peut lire le dépôt du contenu, chez son hébergeur Git.',
  'need.vercel': 'Vercel, paramètres du compte : un jeton. L’identifiant est dans les paramètres du projet.',
  'need.other': 'Votre coffre de mots de passe, ou les réglages de la plateforme où tournait le site.',
  steps: 'Si le pire arrive',
  'step.0': 'Avant la première étape : une machine et le logiciel',
  'step.0.text':
    'Un dossier sur une machine qui atteint le serveur de base de données et le stockage. Toutes les commandes vont dans une même session bash.',
  'step.0.copy':
    'Les commandes lisent la copie « {name} » : le stockage principal est un dossier du serveur et serait perdu avec lui. Le site y garde ensuite ses sauvegardes, jusqu’à ce que BACKUP_STORAGE désigne un autre emplacement.',
  'step.1': 'Évaluer les dégâts',
  'step.1.text':
    'Regardez ce qui manque avant de toucher à quoi que ce soit : la base, le contenu, le stockage, ou seulement quelques fichiers ou lignes ? Le diagnostic dit ce qui répond. Pour un fichier ou une table, il y a plus simple : les pages du contenu, et la restauration de tables choisies.',
  'step.2': 'Arrêter l’application',
  'step.2.text':
    'Personne ne doit écrire pendant que vous travaillez. Sur une nouvelle machine, rien ne tourne encore.',
  'step.3': 'Trouver la dernière sauvegarde saine',
  'step.3.text':
    'La liste vient du stockage seul et dit comment chaque sauvegarde est prouvée. Saine veut dire : d’avant les dégâts. Mettez un autre identifiant après BACKUP= si la plus récente contient déjà les dégâts.',
  'step.4': 'Restaurer la base de données',
  'step.4.text':
    'Elle est chargée à côté, comparée au manifeste signé table par table, et prend ensuite seulement la place de la base en service. Les migrations en attente sont appliquées au passage. Ce qui était en service est gardé pour une annulation.',
  'step.4.managed': 'Créez d’abord une base vide chez le fournisseur et mettez son adresse dans DATABASE_URL.',
  'step.4.console': 'Le fournisseur a peut-être aussi ses propres sauvegardes, parfois à la minute près : {console}',
  'step.5': 'Cloner le dépôt du contenu',
  'step.5.text': 'Depuis son dépôt distant ; la deuxième ligne dit si le commit de la sauvegarde s’y trouve.',
  'step.5.bundle': 'Depuis la sauvegarde : aucun dépôt distant n’a ce commit.',
  'step.5.none':
    'Aucune sauvegarde ne contient le contenu et aucun dépôt distant n’est connu : reprenez-le là où il a été modifié en dernier.',
  'step.6': 'Appliquer les migrations en attente',
  'step.6.text':
    'La restauration les a déjà appliquées, rien ne devrait donc attendre. C’est ce que dit le code de sortie 3.',
  'step.7': 'Vérifier l’état des données initiales',
  'step.7.text':
    'Il doit dire « completed » ; sinon le prochain démarrage pourrait ajouter des lignes de démonstration à vos données.',
  'step.8': 'Configurer l’environnement',
  'step.8.text':
    'Écrit .env.local, lisible par vous seul, avec les variables de ce site. Une valeur qui contient une apostrophe ou un dollar est à revoir à la main.',
  'step.8.vercel': 'Donne au projet l’adresse de la nouvelle base ; Vercel garde les autres variables.',
  'step.9': 'Déployer l’application',
  'step.9.text': 'Elle vérifie la base de données en démarrant.',
  'step.10': 'Vérifier le fonctionnement',
  'step.10.text':
    'Ensuite connectez-vous, regardez un paiement, ouvrez une fiche et ses images. Faites aussitôt une sauvegarde et faites-la prouver : create --verify.',
  'unit.seconds': '{n} s',
  'unit.minutes': '{n} min',
  'time.none': 'pas encore mesuré',
  'time.drill': '{time}, mesuré le {date} lors d’un exercice',
  'time.restore': '{time}, mesuré le {date} lors d’une restauration',
  'time.run': '{time}, mesuré le {date}',
  'time.game-day': '{time}, mesuré le {date} lors d’une répétition générale',
  kit: 'Sans ce logiciel',
  'kit.text': 'Avec les programmes de PostgreSQL, git et age seulement, dans un dossier vide :',
  'kit.fetch': 'Sortir les fichiers du stockage',
  'kit.check': 'Les comparer : chaque ligne doit dire OK',
  'kit.decrypt': 'Déchiffrer ; key.txt est le fichier avec la clé privée',
  'kit.unpack': 'Décompresser',
  'kit.database': 'Charger la base sur n’importe quel serveur PostgreSQL',
  'kit.content': 'Refaire le dépôt du contenu',
};
